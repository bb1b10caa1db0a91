//! Who runs where: the load generator has the last CPU it may use for itself, and what it measures has
//! the others.
//!
//! To wake a process that sleeps on another CPU costs several times what it costs on the same one, and
//! the one that wakes it pays; left alone, the scheduler puts one peer beside the load generator and the
//! next one not. Pinned, every peer is as far from it as any other, so a run compares programs and not
//! placements.

use anyhow::{Context, Result};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// The CPUs of this process, shared out. It only ever moves the calling thread: the runtime has one.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    pub(crate) load_cpu: usize,
    load: CpuSet,
    subjects: CpuSet,
}

impl Split {
    /// `None` where there is one CPU to be had.
    pub(crate) fn here() -> Result<Option<Self>> {
        Ok(Self::of(&sched_getaffinity(None).context("reading the CPUs that may be used")?))
    }

    fn of(allowed: &CpuSet) -> Option<Self> {
        let load_cpu = (0..CpuSet::MAX_CPU).rev().find(|cpu| allowed.is_set(*cpu))?;
        let (mut load, mut subjects) = (CpuSet::new(), *allowed);
        load.set(load_cpu);
        subjects.unset(load_cpu);
        (subjects.count() > 0).then_some(Self { load_cpu, load, subjects })
    }

    /// Moves the load generator to its CPU.
    pub(crate) fn enter(&self) -> Result<()> {
        move_to(&self.load)
    }

    /// Does `work` where the subjects are; the processes that it starts stay there.
    pub(crate) fn among_subjects<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        move_to(&self.subjects)?;
        let done = work();
        move_to(&self.load)?;
        done
    }
}

fn move_to(cpus: &CpuSet) -> Result<()> {
    sched_setaffinity(None, cpus).context("choosing the CPUs to run on")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(cpus: &[usize]) -> CpuSet {
        let mut set = CpuSet::new();
        cpus.iter().for_each(|cpu| set.set(*cpu));
        set
    }

    #[test]
    fn the_last_cpu_is_the_load_generators() {
        let split = Split::of(&set(&[0, 2, 5])).unwrap();
        assert_eq!((split.load_cpu, split.load, split.subjects), (5, set(&[5]), set(&[0, 2])));
        assert!(Split::of(&set(&[3])).is_none());
    }

    #[test]
    fn children_start_among_the_subjects_and_the_load_generator_comes_back() {
        let allowed = sched_getaffinity(None).unwrap();
        let Some(split) = Split::here().unwrap() else {
            assert_eq!(allowed.count(), 1);
            return;
        };
        split.enter().unwrap();
        assert_eq!(sched_getaffinity(None).unwrap(), split.load);
        let mut child = split
            .among_subjects(|| Ok(std::process::Command::new("sleep").arg("60").spawn()?))
            .unwrap();
        let pid = rustix::process::Pid::from_raw(child.id().cast_signed());
        let childs = sched_getaffinity(pid);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(childs.unwrap(), split.subjects);
        assert_eq!(sched_getaffinity(None).unwrap(), split.load);
        assert!(split.among_subjects(|| -> Result<()> { anyhow::bail!("no") }).is_err());
        assert_eq!(sched_getaffinity(None).unwrap(), split.load);
        move_to(&allowed).unwrap();
    }
}
