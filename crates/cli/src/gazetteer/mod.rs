//! `sayso gazetteer`.

mod compile;

use crate::End;
use crate::arguments::Gazetteer;

pub(crate) fn run(command: &Gazetteer) -> End {
    let Gazetteer::Compile { out, lists, alone, classes } = command;
    match compile::compile(out, lists, *alone, classes) {
        Ok(()) => End::Done,
        Err(message) => End::Unusable(message),
    }
}
