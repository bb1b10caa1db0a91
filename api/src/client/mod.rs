//! A small client for edged's Unix socket, shared by the CLI, the tests and the bench.
//!
//! A [`Client`] opens one connection for each call; a [`Connection`] is one that is kept. Dropping a
//! call, a stream or a connection closes its socket, which is how a caller cancels. Everything read
//! is bounded, and neither the environment nor a default socket is looked up here: see `paths`.
//!
//! ```no_run
//! # async fn example() -> Result<(), edge_api::client::Error> {
//! use edge_api::client::Client;
//! use edge_api::openai::{ChatRequest, Message};
//!
//! let client = Client::new("/run/edged/api.sock");
//! let request = ChatRequest {
//!     model: Some("sim".to_owned()),
//!     messages: Some(vec![Message::new("user", "hello")]),
//!     ..ChatRequest::default()
//! };
//! let mut answer = client.chat_stream(&request).await?;
//! while let Some(chunk) = answer.next().await? {
//!     for choice in &chunk.choices {
//!         print!("{}", choice.delta.content.as_deref().unwrap_or_default());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A refusal of the daemon's is [`Error::Api`], with its code and its hint:
//!
//! ```no_run
//! # async fn example(client: edge_api::client::Client) {
//! use edge_api::Code;
//! use edge_api::client::Error;
//!
//! match client.status().await {
//!     Ok(status) => println!("{} models", status.models.len()),
//!     Err(Error::Api { error, .. }) if error.code == Code::NotPermitted => {
//!         eprintln!("{error}: {}", error.hint.as_deref().unwrap_or_default());
//!     }
//!     Err(error) => eprintln!("{error}"),
//! }
//! # }
//! ```

mod connection;
mod driver;
mod error;
mod sse;
mod stream;

pub use connection::Connection;
pub use driver::Driver;
pub use error::Error;
pub use stream::{ChatStream, EventStream};

use crate::admin::{Config, Models, Status, Tasks};
use crate::openai::{ChatCompletion, ChatRequest, ModelList};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The longest whole answer that is read.
pub const ANSWER_BYTES_MAX: usize = 32 << 20;
/// The longest line, and the longest event, of a stream that is read.
pub const LINE_BYTES_MAX: usize = 1 << 20;

#[derive(Clone, Debug)]
pub struct Client {
    socket: PathBuf,
    timeout: Option<Duration>,
}

impl Client {
    pub fn new(socket: impl Into<PathBuf>) -> Self {
        Self { socket: socket.into(), timeout: None }
    }

    /// How long a whole answer, or the first chunk of a streamed one, may take.
    pub fn timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// What was given to `timeout`.
    pub fn time_limit(&self) -> Option<Duration> {
        self.timeout
    }

    pub fn socket(&self) -> &Path {
        &self.socket
    }

    pub async fn connect(&self) -> Result<Connection, Error> {
        Connection::open(&self.socket, self.timeout).await
    }

    pub async fn get_json<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        self.connect().await?.get_json(path).await
    }

    pub async fn post_json<B, T>(&self, path: &str, body: &B) -> Result<T, Error>
    where
        B: Serialize + ?Sized,
        T: DeserializeOwned,
    {
        self.connect().await?.post_json(path, body).await
    }

    pub async fn delete_json<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        self.connect().await?.delete_json(path).await
    }

    pub async fn status(&self) -> Result<Status, Error> {
        self.get_json("/edge/v1/status").await
    }

    pub async fn config(&self) -> Result<Config, Error> {
        self.get_json("/edge/v1/config").await
    }

    pub async fn models(&self) -> Result<Models, Error> {
        self.get_json("/edge/v1/models").await
    }

    /// Tasks and models that can be asked, by this caller.
    pub async fn model_list(&self) -> Result<ModelList, Error> {
        self.get_json("/v1/models").await
    }

    pub async fn tasks(&self) -> Result<Tasks, Error> {
        self.get_json("/edge/v1/tasks").await
    }

    /// The whole answer at once, whatever `request.stream` says.
    pub async fn chat(&self, request: &ChatRequest) -> Result<ChatCompletion, Error> {
        self.connect().await?.chat(request).await
    }

    /// The answer as it comes, whatever `request.stream` says.
    pub async fn chat_stream(&self, request: &ChatRequest) -> Result<ChatStream, Error> {
        let mut connection = self.connect().await?;
        Ok(connection.chat_stream(request).await?.owning(connection))
    }

    /// The events after `since`, or only those to come.
    pub async fn events(&self, since: Option<u64>) -> Result<EventStream, Error> {
        let mut connection = self.connect().await?;
        Ok(connection.events(since).await?.owning(connection))
    }
}
