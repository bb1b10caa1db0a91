//! What the kernel knows about a process: CPU time and resident memory, read from `/proc`.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The CPU time of a process at one moment, by two clocks.
///
/// `fine` sums `sum_exec_runtime` (user + system, nanoseconds) of the threads alive now; `coarse` is
/// `utime + stime`, what `getrusage` reports, in clock ticks but with threads that have ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CpuTime {
    fine: Option<Duration>,
    coarse: Duration,
}

impl CpuTime {
    pub(crate) fn of(pid: u32) -> Result<Self> {
        let process = Path::new("/proc").join(pid.to_string());
        Ok(Self { fine: fine(&process), coarse: coarse(&process)? })
    }

    /// The fine clock, unless it lacks more than the coarse one's rounding: then a thread has ended
    /// and taken its time with it.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        let coarse = self.coarse.saturating_sub(earlier.coarse);
        match (self.fine, earlier.fine) {
            (Some(later), Some(earlier)) => {
                let fine = later.saturating_sub(earlier);
                if coarse > fine + tick() * 2 { coarse } else { fine }
            }
            (None, _) | (_, None) => coarse,
        }
    }
}

/// `None` where the kernel was built without scheduler statistics.
fn fine(process: &Path) -> Option<Duration> {
    let mut total = 0;
    for thread in fs::read_dir(process.join("task")).ok()? {
        let Ok(line) = fs::read_to_string(thread.ok()?.path().join("schedstat")) else { continue };
        total += line.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    (total > 0).then(|| Duration::from_nanos(total))
}

fn coarse(process: &Path) -> Result<Duration> {
    let path = process.join("stat");
    let stat = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let ticks = ticks(&stat).with_context(|| format!("no CPU time in {}", path.display()))?;
    Ok(tick() * ticks)
}

/// The command's name, in parentheses, may hold blanks and parentheses of its own.
fn ticks(stat: &str) -> Option<u32> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    Some(times.next()?.parse::<u32>().ok()? + times.next()?.parse::<u32>().ok()?)
}

fn tick() -> Duration {
    Duration::from_secs(1) / u32::try_from(rustix::param::clock_ticks_per_second()).unwrap_or(100)
}

/// `VmRSS`.
pub(crate) fn resident_bytes(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    let kib =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next());
    Ok(kib
        .and_then(|kib| kib.parse::<u64>().ok())
        .with_context(|| format!("no VmRSS in {path}"))?
        * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In this thread's own time, which a busy machine does not shorten.
    fn burn(time: Duration) {
        let now = || rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        while Duration::try_from(now()).unwrap() < time {}
    }

    #[test]
    fn reads_past_a_hostile_name() {
        assert_eq!(ticks("7 (a) b) (c) S 1 2 3 4 5 6 7 8 9 10 41 1 0 0").unwrap(), 42);
        assert_eq!(ticks("7 (a) S 1"), None);
    }

    #[test]
    fn counts_all_threads_living_and_ended() {
        let pid = std::process::id();
        let before = CpuTime::of(pid).unwrap();
        let work = Duration::from_millis(120);
        std::thread::spawn(move || burn(work)).join().unwrap();
        let spent = CpuTime::of(pid).unwrap().since(before);
        assert!(spent >= work * 3 / 4, "{spent:?}");
        assert!(resident_bytes(pid).unwrap() > 100_000);
    }
}
