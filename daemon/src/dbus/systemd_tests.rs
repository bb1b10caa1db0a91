use super::*;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex as Plain;
use tokio::net::UnixStream;
use zbus::ObjectPath;
use zbus::fdo;

/// What stands in for systemd says to one question after the other.
#[derive(Clone, Debug)]
enum Say {
    Path(&'static str),
    Error,
    Refusal,
    Nothing,
}

#[derive(Clone, Debug, Default)]
struct Script {
    answers: Arc<Plain<VecDeque<Say>>>,
    asked: Arc<Plain<Vec<u32>>>,
    connections: Arc<Plain<Vec<Connection>>>,
}

impl Script {
    async fn hang_up(&self) {
        let connections = std::mem::take(&mut *self.connections.lock().unwrap());
        for connection in connections {
            connection.close().await.unwrap();
        }
    }
}

struct Hello;

#[zbus::interface(name = "org.freedesktop.DBus")]
impl Hello {
    fn hello(&self) -> &'static str {
        ":1.7"
    }
}

#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.systemd1")]
enum Refusal {
    #[zbus(error)]
    ZBus(zbus::Error),
    #[zbus(name = "NoUnitForPID")]
    NoUnitForPid(String),
}

#[zbus::interface(name = "org.freedesktop.systemd1.Manager")]
impl Script {
    #[zbus(name = "GetUnitByPID")]
    async fn unit_by_pid(&self, pid: u32) -> Result<OwnedObjectPath, Refusal> {
        self.asked.lock().unwrap().push(pid);
        let say = self.answers.lock().unwrap().pop_front();
        match say.expect("no more questions than answers") {
            Say::Path(path) => Ok(ObjectPath::try_from(path).unwrap().into()),
            Say::Error => {
                let text = format!("PID {pid} does not belong to any loaded unit.");
                Err(Refusal::NoUnitForPid(text))
            }
            Say::Refusal => {
                Err(Refusal::ZBus(fdo::Error::AccessDenied("not you".to_owned()).into()))
            }
            Say::Nothing => std::future::pending().await,
        }
    }
}

/// A bus with nobody on it but systemd.
fn serve(path: &Path, answers: &[Say]) -> (Script, tokio::task::JoinHandle<()>) {
    let answers: VecDeque<Say> = answers.iter().cloned().collect();
    let script = Script { answers: Arc::new(Plain::new(answers)), ..Script::default() };
    let listener = tokio::net::UnixListener::bind(path).unwrap();
    let answering = script.clone();
    let serving = tokio::spawn(async move {
        loop {
            let stream = listener.accept().await.unwrap().0.into_std().unwrap();
            let builder = Builder::unix_stream(stream).server(zbus::Guid::generate()).p2p();
            let builder = builder.serve_at("/org/freedesktop/DBus", Hello);
            let connection = builder.serve_at(PATH, answering.clone()).build().await.unwrap();
            answering.connections.lock().unwrap().push(connection);
        }
    });
    (script, serving)
}

fn us() -> Process {
    let (one, _other) = UnixStream::pair().unwrap();
    crate::platform::process(&one).unwrap().unwrap()
}

fn at(path: &Path) -> Systemd {
    Systemd::on(Bus::At(path.to_owned()))
}

#[tokio::test]
async fn a_process_is_in_the_unit_that_systemd_names() {
    let dir = tempfile::tempdir().unwrap();
    let bus = dir.path().join("bus");
    let cases = [
        ("ssh_2eservice", "ssh.service"),
        ("session_2d3_2escope", "session-3.scope"),
        ("user_401000_2eservice", "user@1000.service"),
        ("app_2dgnome_2dfirefox_5cx2d1_2escope", "app-gnome-firefox\\x2d1.scope"),
        ("docker_2d0123456789abcdef_2escope", "docker-0123456789abcdef.scope"),
        ("init_2escope", "init.scope"),
    ];
    let paths = cases.map(|(label, _)| &*format!("{UNITS}{label}").leak());
    let (script, _serving) = serve(&bus, &paths.map(Say::Path));
    let systemd = at(&bus);
    for (_, unit) in cases {
        assert_eq!(systemd.unit_of(&us()).await, Ok(Some(unit.into())));
    }
    let asked = script.asked.lock().unwrap();
    assert_eq!(*asked, vec![std::process::id(); cases.len()]);
}

#[tokio::test]
async fn whatever_is_no_good_answer_leaves_the_unit_unknown_and_a_refusal_may_be_over_soon() {
    let dir = tempfile::tempdir().unwrap();
    let bus = dir.path().join("bus");
    let bad = [
        Say::Error,
        Say::Refusal,
        Say::Path("/"),
        Say::Path("/org/freedesktop/systemd1/job/7"),
        Say::Path("/org/freedesktop/systemd1/unit/a_2"),
        Say::Path("/org/freedesktop/systemd1/unit/a_zz"),
        Say::Path("/org/freedesktop/systemd1/unit/a_0ab"),
        Say::Path("/org/freedesktop/systemd1/unit/_ff_2eservice"),
    ];
    let good = Say::Path("/org/freedesktop/systemd1/unit/a_2eservice");
    let (_script, _serving) = serve(&bus, &[&bad[..], &[good]].concat());
    let systemd = at(&bus);
    for say in bad {
        let unknown = if matches!(say, Say::Refusal) { Err(NoAnswer) } else { Ok(None) };
        assert_eq!(systemd.unit_of(&us()).await, unknown, "{say:?}");
    }
    assert_eq!(systemd.unit_of(&us()).await, Ok(Some("a.service".into())));
}

#[tokio::test]
async fn no_bus_and_no_answer_take_no_longer_than_the_limit() {
    let dir = tempfile::tempdir().unwrap();
    let bus = dir.path().join("bus");
    let systemd = at(&bus);
    assert_eq!(systemd.unit_of(&us()).await, Err(NoAnswer), "nobody is there");

    let answer = Say::Path("/org/freedesktop/systemd1/unit/a_2eservice");
    let (script, serving) = serve(&bus, &[Say::Nothing, answer.clone(), answer.clone()]);
    let begun = std::time::Instant::now();
    let (one, other) = (us(), us());
    let (late, next) = tokio::join!(systemd.unit_of(&one), systemd.unit_of(&other));
    assert_eq!((late, next), (Err(NoAnswer), Ok(Some("a.service".into()))));
    let took = begun.elapsed();
    assert!((ANSWER_TIMEOUT..ANSWER_TIMEOUT * 5).contains(&took), "{took:?}");

    // A bus that is gone and comes back is found again.
    serving.abort();
    assert!(serving.await.unwrap_err().is_cancelled());
    script.hang_up().await;
    std::fs::remove_file(&bus).unwrap();
    assert_eq!(systemd.unit_of(&us()).await, Err(NoAnswer), "it has gone");
    let (_script, _serving) = serve(&bus, &[answer]);
    assert_eq!(systemd.unit_of(&us()).await, Ok(Some("a.service".into())));
}

#[tokio::test]
async fn the_unit_of_a_process_that_has_ended_is_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    let (path, bus) = (dir.path().join("api"), dir.path().join("bus"));
    let answer = Say::Path("/org/freedesktop/systemd1/unit/a_2eservice");
    let (script, _serving) = serve(&bus, &[answer.clone(), answer]);
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    let connecting = "import socket,sys; s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); sys.stdin.read()";
    let mut python = std::process::Command::new("python3");
    python.args(["-c", connecting]).arg(&path).stdin(std::process::Stdio::piped());
    let mut child = python.spawn().unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    let held = || crate::platform::process(&stream).unwrap().unwrap();
    let (first, second) = (held(), held());
    assert_eq!(first.pid(), child.id());
    let systemd = at(&bus);
    assert_eq!(systemd.unit_of(&first).await, Ok(Some("a.service".into())));
    drop(child.stdin.take());
    child.wait().unwrap();
    assert_eq!(systemd.unit_of(&second).await, Ok(None));
    assert_eq!(script.asked.lock().unwrap().len(), 2);
}
