//! The machine a report was measured on, as far as a reader needs it to compare numbers.

use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    cpu: Option<String>,
    cores: Option<usize>,
    kernel: String,
}

impl Machine {
    pub(crate) fn here() -> Self {
        Self {
            cpu: std::fs::read_to_string("/proc/cpuinfo").ok().as_deref().and_then(cpu),
            cores: std::thread::available_parallelism().ok().map(usize::from),
            kernel: rustix::system::uname().release().to_string_lossy().into_owned(),
        }
    }
}

/// x86 names its model per core; 64-bit Arm kernels only give the part's numbers.
fn cpu(cpuinfo: &str) -> Option<String> {
    let field = |name: &str| {
        cpuinfo.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            (key.trim() == name).then(|| value.trim().to_owned())
        })
    };
    field("model name").or_else(|| {
        Some(format!("implementer {} part {}", field("CPU implementer")?, field("CPU part")?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_cpu_of_both_architectures() {
        assert_eq!(cpu("processor\t: 0\nmodel name\t: Ada 1\n").unwrap(), "Ada 1");
        let arm = "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd42\n";
        assert_eq!(cpu(arm).unwrap(), "implementer 0x41 part 0xd42");
        assert_eq!(cpu("processor : 0\n"), None);
    }
}
