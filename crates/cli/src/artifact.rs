//! `sayso artifact`.

use crate::End;
use crate::arguments::Artifact;
use sayso_artifact::{Bounds, show, verify};

pub(crate) fn run(command: &Artifact) -> End {
    match command {
        Artifact::Show { file, all } => {
            match show(file, if *all { Bounds::ALL } else { Bounds::default() }) {
                Ok(text) => {
                    println!("{text}");
                    End::Done
                }
                Err(error) => End::Unusable(error.to_string()),
            }
        }
        Artifact::Verify { dir } => {
            let reports = match verify(dir) {
                Ok(reports) => reports,
                Err(error) => return End::Unusable(error.to_string()),
            };
            let mut damaged = 0;
            for report in &reports {
                damaged += usize::from(!report.is_sound());
                let path = format!("{}: ", report.path.display());
                for problem in &report.problems {
                    println!("{path}{}", problem.strip_prefix(&path).unwrap_or(problem));
                }
            }
            println!("{} files, {damaged} with problems", reports.len());
            if damaged > 0 { End::SomeFailed } else { End::Done }
        }
    }
}
