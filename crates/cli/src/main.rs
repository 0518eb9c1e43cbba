//! The `sayso` command.

mod allocator;

use std::process::ExitCode;

fn main() -> ExitCode {
    allocator::keep_memory_warm();
    ExitCode::from(sayso_cli::command(std::env::args_os()))
}
