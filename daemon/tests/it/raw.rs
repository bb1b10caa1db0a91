//! A client that speaks HTTP by hand, to leave in ways no client library would.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// A whole request, `headers` being more lines of its head.
pub(crate) fn request(path: &str, headers: &str, body: &str) -> String {
    let len = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         {headers}content-length: {len}\r\n\r\n{body}"
    )
}

pub(crate) fn send(socket: &Path, bytes: &str) -> UnixStream {
    let mut stream = UnixStream::connect(socket).unwrap();
    stream.set_read_timeout(Some(crate::daemon::PATIENCE)).unwrap();
    stream.set_write_timeout(Some(crate::daemon::PATIENCE)).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    stream
}

pub(crate) fn post(socket: &Path, path: &str, body: &str) -> UnixStream {
    send(socket, &request(path, "", body))
}

/// Everything until the daemon closes the connection.
pub(crate) fn read_to_end(mut stream: &UnixStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The beginning of an answer on a connection that stays open.
pub(crate) fn read_some(mut stream: &UnixStream) -> String {
    let mut bytes = [0; 4096];
    let len = stream.read(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..len]).into_owned()
}
