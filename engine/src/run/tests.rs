//! The loop from `edged`'s side of the socket, in one process.

mod calls;
mod life;

use super::*;
use edge_api::frame::{self, Decoder};
use edge_api::worker::{
    Capabilities, ChatTurn, Finish, FinishReason, Output, Prompt, Sampling, TokenDetail,
};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::thread::JoinHandle;

const MODEL: ModelId = 3;

struct Edged {
    socket: UnixStream,
    decoder: Decoder,
    worker: JoinHandle<Result<(), ServeError>>,
}

impl Edged {
    fn unmet(options: Options) -> Self {
        let (socket, theirs) = UnixStream::pair().unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let worker = std::thread::spawn(move || serve(theirs, options));
        Self { socket, decoder: Decoder::default(), worker }
    }

    fn new() -> Self {
        let mut edged = Self::unmet(Options { sim: true, ..Options::default() });
        edged.send(&[ToWorker::Hello { version: PROTOCOL_VERSION, step_ms_max: 50 }]);
        let hello = FromWorker::Hello { version: PROTOCOL_VERSION, sandbox: Vec::new() };
        assert_eq!(edged.next(), hello);
        edged
    }

    fn with(spec: &str) -> Self {
        let mut edged = Self::new();
        edged.load(MODEL, spec);
        edged
    }

    fn load(&mut self, model: ModelId, spec: &str) -> Capabilities {
        self.send(&[ToWorker::Load { model, source: Source::Sim(spec.into()) }]);
        let message = self.next();
        let FromWorker::Loaded { model: loaded, capabilities } = message else {
            panic!("not loaded: {message:?}");
        };
        assert_eq!(loaded, model);
        capabilities
    }

    /// All messages in one write, so that the worker finds them together.
    fn send(&mut self, messages: &[ToWorker]) {
        let mut bytes = Vec::new();
        for message in messages {
            frame::encode(message, &mut bytes).unwrap();
        }
        self.socket.write_all(&bytes).unwrap();
    }

    fn next(&mut self) -> FromWorker {
        let mut bytes = [0; 4096];
        loop {
            if let Some(message) = self.decoder.next_message().unwrap() {
                return message;
            }
            let len = self.socket.read(&mut bytes).expect("the worker answers in time");
            assert_ne!(len, 0, "the worker closed the connection");
            self.decoder.push(&bytes[..len]);
        }
    }

    /// The next frame that is not of a step.
    fn reply(&mut self) -> FromWorker {
        loop {
            let message = self.next();
            if !matches!(message, FromWorker::Step { .. }) {
                return message;
            }
        }
    }

    fn step(&mut self) -> (u64, Vec<Output>) {
        let message = self.next();
        let FromWorker::Step { step, outputs, .. } = message else {
            panic!("not a step: {message:?}");
        };
        (step, outputs)
    }

    /// Starts the calls together and collects their rows until all have finished.
    fn answers(&mut self, starts: &[ToWorker]) -> Rounds {
        self.send(starts);
        let mut open: i32 = starts.iter().map(|start| i32::from(choices(start))).sum();
        let mut rounds = Rounds::default();
        while open > 0 {
            let message = self.next();
            if let FromWorker::Started { call, prompt_tokens, .. } = message {
                rounds.prompt_tokens.insert(call, prompt_tokens);
                continue;
            }
            let FromWorker::Step { outputs, .. } = message else {
                panic!("neither started nor stepped: {message:?}");
            };
            rounds.steps.push(outputs.len());
            for output in outputs {
                open -= i32::from(output.finish.is_some());
                rounds.rows.entry((output.call, output.choice)).or_default().add(output);
            }
        }
        rounds
    }

    fn end(self) -> Result<(), ServeError> {
        drop(self.socket);
        let closed = Instant::now();
        let result = self.worker.join().unwrap();
        assert!(closed.elapsed() < Duration::from_secs(20), "the worker goes on alone");
        result
    }
}

#[derive(Debug, Default)]
struct Rounds {
    prompt_tokens: BTreeMap<CallId, u32>,
    /// How many outputs each step had.
    steps: Vec<usize>,
    rows: BTreeMap<(CallId, u16), Answer>,
}

#[derive(Debug, Default, PartialEq)]
struct Answer {
    text: String,
    pieces: Vec<(String, u16)>,
    details: Vec<TokenDetail>,
    finish: Option<Finish>,
}

impl Answer {
    fn add(&mut self, output: Output) {
        assert_eq!(self.finish, None, "a finished row goes on");
        self.text.push_str(&output.text);
        self.pieces.push((output.text, output.tokens));
        self.details.extend(output.details);
        self.finish = output.finish;
    }

    fn ended(&self, text: &str, reason: FinishReason, completion_tokens: u32) {
        assert_eq!(self.text, text);
        assert_eq!(self.finish, Some(Finish { reason, completion_tokens }));
        let tokens: u32 = self.pieces.iter().map(|(_, tokens)| u32::from(*tokens)).sum();
        assert_eq!(tokens, completion_tokens, "every token is behind some output");
    }
}

fn choices(message: &ToWorker) -> u16 {
    let ToWorker::Start { start, .. } = message else { return 0 };
    start.choices
}

fn start(call: CallId, prompt: &str) -> Start {
    Start {
        call,
        prompt: Prompt::Text(prompt.into()),
        choices: 1,
        tokens_max: None,
        stop: Vec::new(),
        sampling: Sampling::default(),
        ignore_eos: false,
        return_tokens: false,
        logprobs: None,
    }
}

fn to(model: ModelId, start: Start) -> ToWorker {
    ToWorker::Start { model, start }
}

fn at_most(tokens: u32, start: Start) -> Start {
    Start { tokens_max: Some(tokens), ..start }
}
