//! A terminal for one edgectl: what is typed into it, and what it has been sent.

use super::{PATIENCE, Running};
use rustix::pty::{OpenptFlags, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

#[derive(Debug, Default)]
struct Sent {
    bytes: Vec<u8>,
    /// Nobody has the other end any more.
    ended: bool,
}

pub(crate) struct Terminal {
    ours: File,
    theirs: Option<File>,
    sent: Arc<(Mutex<Sent>, Condvar)>,
    /// How much of it a test has waited for.
    met: usize,
}

impl Terminal {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        unlockpt(&ours).unwrap();
        let size = Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&ours, size).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
        let theirs = File::options().read(true).write(true).open(name).unwrap();
        let ours = File::from(ours);
        let sent: Arc<(Mutex<Sent>, Condvar)> = Arc::default();
        let (mut reads, fills) = (ours.try_clone().unwrap(), Arc::clone(&sent));
        std::thread::spawn(move || {
            let mut part = [0; 4096];
            let (sent, changed) = &*fills;
            // With the last of those who have the other end open, a read fails.
            while let Ok(len @ 1..) = reads.read(&mut part) {
                sent.lock().unwrap().bytes.extend_from_slice(&part[..len]);
                changed.notify_all();
            }
            sent.lock().unwrap().ended = true;
            changed.notify_all();
        });
        Self { ours, theirs: Some(theirs), sent, met: 0 }
    }

    /// All three streams of `command` are the terminal.
    pub(crate) fn start(&mut self, mut command: Command) -> Running {
        let theirs = self.theirs.take().unwrap();
        command.stdin(theirs.try_clone().unwrap());
        command.stdout(theirs.try_clone().unwrap()).stderr(theirs);
        Running::start(&mut command)
    }

    pub(crate) fn keys(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until `text` is shown, after what was waited for before.
    pub(crate) fn shows(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        let (sent, changed) = &*self.sent;
        let mut sent = sent.lock().unwrap();
        loop {
            let rest = &sent.bytes[self.met..];
            if let Some(at) = rest.windows(text.len()).position(|part| part == text.as_bytes()) {
                self.met += at + text.len();
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let waits = !left.is_zero() && !sent.ended;
            assert!(waits, "{text:?} is not in {:?}", String::from_utf8_lossy(rest));
            sent = changed.wait_timeout(sent, left).unwrap().0;
        }
    }

    /// All that was sent, once nobody sends any more.
    pub(crate) fn all(self) -> String {
        let (sent, changed) = &*self.sent;
        let sent = changed.wait_timeout_while(sent.lock().unwrap(), PATIENCE, |sent| !sent.ended);
        String::from_utf8(sent.unwrap().0.bytes.clone()).unwrap()
    }
}
