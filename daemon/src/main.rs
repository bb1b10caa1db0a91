//! The program `edged`; what it does is said in `lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    edged::main()
}
