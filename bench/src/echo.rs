//! The bare peer: a hyper server on a Unix socket that reads each request to its end and answers with
//! recorded bytes. No routing, no parsing, no worker: what is left is the price of HTTP on a socket.

use crate::recording::{Body as Recorded, Recording};
use anyhow::{Context as _, Result};
use bytes::Bytes;
use http_body_util::{BodyExt, Either, Full};
use hyper::body::{Body, Frame, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::UnixListener;
use tokio::sync::{mpsc, watch};

/// Events between a stream's feeder and its connection.
const EVENTS_IN_FLIGHT_MAX: usize = 64;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where to listen
    #[arg(long, value_name = "P")]
    socket: PathBuf,
    /// The recorded answer
    #[arg(long, value_name = "F")]
    bytes_file: PathBuf,
    /// Send one event of a stream every so many microseconds, all streams in step
    #[arg(long, value_name = "US")]
    pace_us: Option<u64>,
}

/// Serves until it is dropped.
pub(crate) async fn run(args: &Args) -> Result<()> {
    let recording = Recording::read(&args.bytes_file)?;
    let listener = UnixListener::bind(&args.socket)
        .with_context(|| format!("binding {}", args.socket.display()))?;
    serve(listener, recording, args.pace_us.map(Duration::from_micros)).await
}

pub(crate) async fn serve(
    listener: UnixListener,
    recording: Recording,
    pace: Option<Duration>,
) -> Result<()> {
    let answer = Arc::new(Answer::new(recording, pace)?);
    loop {
        let (stream, _) = listener.accept().await?;
        let answer = Arc::clone(&answer);
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let answer = Arc::clone(&answer);
                async move {
                    request.into_body().collect().await?;
                    Ok::<_, hyper::Error>(answer.response())
                }
            });
            // A client that leaves ends its connection, which is no news.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

struct Answer {
    headers: HeaderMap,
    body: AnswerBody,
}

enum AnswerBody {
    Whole(Bytes),
    Events { events: Arc<[Bytes]>, beat: Option<watch::Receiver<()>> },
}

impl Answer {
    fn new(recording: Recording, pace: Option<Duration>) -> Result<Self> {
        let mut headers = HeaderMap::new();
        for (name, value) in &recording.headers {
            headers.append(
                HeaderName::try_from(name.as_str())?,
                HeaderValue::try_from(value.as_str())?,
            );
        }
        let body = match recording.body {
            Recorded::Whole(body) => AnswerBody::Whole(body.into()),
            Recorded::Events(events) => AnswerBody::Events {
                events: events.into_iter().map(Bytes::from).collect(),
                beat: pace.map(beat),
            },
        };
        Ok(Self { headers, body })
    }

    fn response(&self) -> Response<Either<Full<Bytes>, Feed>> {
        let body = match &self.body {
            AnswerBody::Whole(body) => Either::Left(Full::new(body.clone())),
            AnswerBody::Events { events, beat } => {
                Either::Right(feed(Arc::clone(events), beat.clone()))
            }
        };
        let mut response = Response::new(body);
        response.headers_mut().clone_from(&self.headers);
        response
    }
}

/// A stream's events, one frame each.
struct Feed(mpsc::Receiver<Bytes>);

impl Body for Feed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|event| event.map(|event| Ok(Frame::data(event))))
    }
}

fn feed(events: Arc<[Bytes]>, mut beat: Option<watch::Receiver<()>>) -> Feed {
    let (sender, receiver) = mpsc::channel(EVENTS_IN_FLIGHT_MAX);
    tokio::spawn(async move {
        for event in events.iter() {
            if let Some(beat) = &mut beat
                && beat.changed().await.is_err()
            {
                return;
            }
            if sender.send(event.clone()).await.is_err() {
                return;
            }
        }
    });
    Feed(receiver)
}

/// A beat from a thread of its own: the runtime's timer is too coarse for a millisecond.
fn beat(period: Duration) -> watch::Receiver<()> {
    let (sender, receiver) = watch::channel(());
    std::thread::spawn(move || {
        let mut next = Instant::now();
        while sender.send(()).is_ok() {
            let now = Instant::now();
            // A late beat is not made up for by hurried ones.
            next = now.max(next + period);
            if let Ok(wait) = (next - now).try_into() {
                // Cut short by a signal, it is a beat that comes early.
                let _ = rustix::thread::nanosleep(&wait);
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{self, Connection};

    fn chunk(delta: &str) -> String {
        format!("data: {{\"choices\":[{{\"delta\":{{{delta}}}}}]}}\n\n")
    }

    fn stream(tokens: usize, reported: usize) -> Recording {
        let mut events = vec![chunk("\"content\":\"\"")];
        events.extend((0..tokens).map(|_| chunk("\"content\":\"1\"")));
        events.push(format!("data: {{\"usage\":{{\"completion_tokens\":{reported}}}}}\n\n"));
        events.push("data: [DONE]\n\n".into());
        let headers = vec![("content-type".into(), "text/event-stream".into())];
        Recording { headers, body: Recorded::Events(events) }
    }

    fn run(recording: Recording, pace: Option<Duration>, test: impl AsyncFnOnce(PathBuf)) {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("echo.sock");
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(
            async {
                let listener = UnixListener::bind(&socket).unwrap();
                tokio::select! {
                    ended = serve(listener, recording, pace) => panic!("{ended:?}"),
                    () = test(socket) => {}
                }
            },
        );
    }

    #[test]
    fn a_recording_of_the_echo_is_the_same_recording() {
        let headers = vec![("content-type".into(), "application/json".into())];
        let whole = Recording { headers, body: Recorded::Whole("{\"a\":1}".into()) };
        for recording in [whole, stream(70, 70)] {
            run(recording.clone(), None, async |socket| {
                let again = Recording::capture(&socket, &Bytes::from("{}")).await.unwrap();
                assert_eq!(format!("{again:?}"), format!("{recording:?}"));
            });
        }
    }

    #[test]
    fn paced_streams_arrive_one_event_per_beat() {
        let pace = Duration::from_millis(2);
        run(stream(20, 20), Some(pace), async |socket| {
            let mut connections = Vec::new();
            for _ in 0..4 {
                connections.push(Connection::open(&socket).await.unwrap());
            }
            let (back, streams) = load::concurrent(connections, &Bytes::from("{}")).await.unwrap();
            assert_eq!((back.len(), streams.len()), (4, 4));
            for load::Streamed { arrivals } in streams {
                assert_eq!(arrivals.len(), 20);
                assert!(arrivals[19] - arrivals[0] >= pace * 10);
            }
        });
    }

    #[test]
    fn callers_make_all_their_calls() {
        let recording = Recording { headers: vec![], body: Recorded::Whole("{}".into()) };
        run(recording, None, async |socket| {
            let mut connections = Vec::new();
            for _ in 0..4 {
                connections.push(Connection::open(&socket).await.unwrap());
            }
            let body = Bytes::from("{}");
            let (back, times) = load::callers(connections, &body, 5).await.unwrap();
            assert_eq!((back.len(), times.len()), (4, 20));
            assert!(times.iter().all(|time| !time.is_zero()));
        });
    }

    #[test]
    fn a_missing_event_is_an_error() {
        run(stream(3, 4), None, async |socket| {
            let mut connection = Connection::open(&socket).await.unwrap();
            let error = connection.stream(&Bytes::from("{}")).await.unwrap_err();
            assert_eq!(error.to_string(), "3 token events for 4 completion tokens");
        });
    }
}
