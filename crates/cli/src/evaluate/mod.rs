//! `sayso evaluate`.

mod analyzed;
mod attribution;
mod entities;
mod speakers;

use crate::End;
use crate::arguments::Evaluate;

pub(crate) fn run(command: &Evaluate) -> End {
    let result = match command {
        Evaluate::Attribution(asked) => attribution::run(asked),
        Evaluate::Entities(asked) => entities::run(asked),
        Evaluate::Speakers(asked) => speakers::run(asked),
    };
    match result {
        Ok(()) => End::Done,
        Err(message) => End::Unusable(message),
    }
}
