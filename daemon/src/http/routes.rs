//! The routes, each a few lines: read, ask `ops`, render.

use super::asked::REQUEST_ID;
use super::connection::Peer;
use super::render::{Endpoint, Renderer};
use super::{App, answer, body, error, feed, id, openapi, stream};
use crate::ops::Caller;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::response::Response;
use axum::routing::{delete, get, post};
use axum::{Extension, Router};
use edge_api::error::{ApiError, Code};
use edge_core::policy::Action;
use edge_core::request::{parse_chat, parse_completion, validate_chat, validate_completion};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// Makes the router, and the list that `/openapi.json` is compared with.
macro_rules! routes {
    ($($method:ident $path:literal => $handler:ident;)*) => {
        pub(super) fn router(app: App) -> Router {
            Router::new()
                $(.route($path, $method($handler)))*
                .fallback(no_route)
                .method_not_allowed_fallback(no_method)
                .with_state(app)
        }

        #[cfg(test)]
        pub(super) const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path),)*];
    };
}

routes! {
    get "/v1/models" => models;
    get "/v1/models/{id}" => model;
    post "/v1/chat/completions" => chat;
    post "/v1/completions" => completions;
    get "/healthz" => healthz;
    get "/readyz" => readyz;
    get "/metrics" => metrics;
    get "/openapi.json" => openapi;
    get "/edge/v1/status" => status;
    get "/edge/v1/events" => events;
    get "/edge/v1/config" => config;
    get "/edge/v1/models" => edge_models;
    post "/edge/v1/models" => add_model;
    get "/edge/v1/models/{id}" => edge_model;
    delete "/edge/v1/models/{id}" => remove_model;
    post "/edge/v1/models/{id}/load" => load_model;
    post "/edge/v1/models/{id}/unload" => unload_model;
    post "/edge/v1/models/{id}/pin" => pin_model;
    post "/edge/v1/models/{id}/unpin" => unpin_model;
    post "/edge/v1/models/{id}/verify" => verify_model;
    get "/edge/v1/tasks" => tasks;
    get "/edge/v1/tasks/{id}" => task;
}

async fn chat(State(app): State<App>, request: Request) -> Response {
    call(Endpoint::Chat, &app, request).await
}

async fn completions(State(app): State<App>, request: Request) -> Response {
    call(Endpoint::Completion, &app, request).await
}

async fn call(endpoint: Endpoint, app: &App, request: Request) -> Response {
    let id = id::new_id();
    match answer(endpoint, app, request, &id).await {
        Ok(mut response) => {
            response.headers_mut().insert(REQUEST_ID, id::header(&id));
            response
        }
        Err(failure) => error::respond(failure, &id),
    }
}

async fn answer(
    endpoint: Endpoint,
    app: &App,
    request: Request,
    id: &str,
) -> Result<Response, ApiError> {
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<Peer>().cloned().expect("each connection names its peer");
    let read = body::read(body, app).await;
    let (bytes, mut share) = read.inspect_err(|error| app.ops.count_refused(error))?;
    // Who may not ask, or not now, learns nothing from what else is wrong with the request.
    let admit = |model: &Option<String>| app.ops.admit(&peer.caller, model.as_deref());
    let admitted = match endpoint {
        Endpoint::Chat => parse_chat(&bytes)
            .and_then(|request| Ok((admit(&request.model)?, validate_chat(request)?))),
        Endpoint::Completion => parse_completion(&bytes)
            .and_then(|request| Ok((admit(&request.model)?, validate_completion(request)?))),
    };
    let (permit, valid) = admitted.inspect_err(|error| app.ops.count_refused(error))?;
    drop(bytes);
    // An answer that repeats the prompt has one of its own.
    let held = valid.prompt.bytes() * if valid.echo { 2 } else { 1 };
    let settled = share.settle_at(held, app.ops.limits().body_bytes_in_flight_max);
    settled.inspect_err(|error| app.ops.count_refused(error))?;
    let call = app.ops.run(permit, endpoint.name(), id.to_owned(), valid).await?;
    // Once the call has started the prompt is with the worker, but for an answer that repeats it.
    let share = (call.meta.echo.is_some() || !call.started).then_some(share);
    let renderer = Renderer::new(endpoint, &call.meta);
    if call.meta.stream {
        return Ok(stream::respond(call, renderer, peer.close, share));
    }
    answer::respond(call, renderer, share).await
}

async fn models(State(app): State<App>, peer: Extension<Peer>) -> Response {
    json(app.ops.model_list(&peer.caller).await)
}

async fn model(State(app): State<App>, peer: Extension<Peer>, name: Name) -> Response {
    json(match text_of(name) {
        Ok(name) => app.ops.model(&peer.caller, &name).await,
        Err(refusal) => Err(refusal),
    })
}

async fn status(State(app): State<App>, peer: Extension<Peer>) -> Response {
    json(app.ops.status(&peer.caller).await)
}

async fn config(State(app): State<App>, peer: Extension<Peer>) -> Response {
    json(app.ops.config(&peer.caller))
}

async fn edge_models(State(app): State<App>, peer: Extension<Peer>) -> Response {
    json(app.ops.models(&peer.caller).await)
}

async fn edge_model(State(app): State<App>, peer: Extension<Peer>, name: Name) -> Response {
    json(match text_of(name) {
        Ok(name) => app.ops.model_status(&peer.caller, &name).await,
        Err(refusal) => Err(refusal),
    })
}

async fn add_model(State(app): State<App>, peer: Extension<Peer>, body: Body) -> Response {
    let add = async {
        let body = heard(&app, &peer.caller, Action::AddModel, body).await?;
        app.ops.add_model(&peer.caller, body::json(body, &app).await?).await
    };
    json(add.await)
}

async fn remove_model(State(app): State<App>, request: Request) -> Response {
    json(match order(&app, Action::RemoveModel, request).await {
        Ok(order) => app.ops.remove_model(&order.caller, &order.name).await,
        Err(refusal) => Err(refusal),
    })
}

async fn load_model(State(app): State<App>, request: Request) -> Response {
    json(match order(&app, Action::LoadModel, request).await {
        Ok(order) => app.ops.load_model(&order.caller, &order.name).await,
        Err(refusal) => Err(refusal),
    })
}

async fn unload_model(State(app): State<App>, request: Request) -> Response {
    json(match order(&app, Action::UnloadModel, request).await {
        Ok(order) => app.ops.unload_model(&order.caller, &order.name).await,
        Err(refusal) => Err(refusal),
    })
}

async fn pin_model(State(app): State<App>, request: Request) -> Response {
    json(match order(&app, Action::PinModel, request).await {
        Ok(order) => app.ops.pin_model(&order.caller, &order.name, true).await,
        Err(refusal) => Err(refusal),
    })
}

async fn unpin_model(State(app): State<App>, request: Request) -> Response {
    json(match order(&app, Action::PinModel, request).await {
        Ok(order) => app.ops.pin_model(&order.caller, &order.name, false).await,
        Err(refusal) => Err(refusal),
    })
}

async fn verify_model(State(app): State<App>, request: Request) -> Response {
    json(match order(&app, Action::VerifyModel, request).await {
        Ok(order) => app.ops.verify_model(&order.caller, &order.name).await,
        Err(refusal) => Err(refusal),
    })
}

async fn tasks(State(app): State<App>, peer: Extension<Peer>) -> Response {
    json(app.ops.tasks(&peer.caller).await)
}

async fn task(State(app): State<App>, peer: Extension<Peer>, name: Name) -> Response {
    json(match text_of(name) {
        Ok(name) => app.ops.task(&peer.caller, &name).await,
        Err(refusal) => Err(refusal),
    })
}

async fn events(State(app): State<App>, peer: Extension<Peer>, request: Request) -> Response {
    if let Err(refusal) = app.ops.view_events(&peer.caller) {
        return error::respond(refusal, &id::new_id());
    }
    let pairs = request.uri().query().unwrap_or_default().split('&');
    let since = pairs.filter_map(|pair| pair.strip_prefix("since=")).next_back();
    match since.map(str::parse::<u64>).transpose() {
        Ok(since) => feed::respond(&app, peer.caller.clone(), since),
        Err(_) => {
            let message = format!("since is `{}`, no sequence number", since.unwrap_or_default());
            let error = ApiError::new(Code::InvalidValue, message).param("since");
            error::respond(error, &id::new_id())
        }
    }
}

async fn healthz() -> Response {
    plain(StatusCode::OK, "ok\n")
}

async fn readyz(State(app): State<App>) -> Response {
    if app.ops.ready() {
        plain(StatusCode::OK, "ready\n")
    } else {
        plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}

async fn metrics(State(app): State<App>, peer: Extension<Peer>) -> Response {
    match app.ops.metrics(&peer.caller).await {
        Ok(text) => typed("text/plain; version=0.0.4; charset=utf-8", text),
        Err(failure) => error::respond(failure, &id::new_id()),
    }
}

async fn openapi() -> Response {
    typed("application/json", openapi::TEXT)
}

/// A request to do something with one model, without words of its own.
struct Order {
    caller: Caller,
    name: String,
}

async fn order(app: &App, action: Action<'_>, request: Request) -> Result<Order, ApiError> {
    let (mut parts, body) = request.into_parts();
    let peer = parts.extensions.get::<Peer>().expect("each connection adds who it is from");
    let caller = peer.caller.clone();
    let body = heard(app, &caller, action, body).await?;
    let name = Path::from_request_parts(&mut parts, app).await;
    body::nothing(body, app).await?;
    Ok(Order { caller, name: text_of(name)? })
}

/// The body, of whoever may: who may not is told so, whatever else is wrong with the request.
async fn heard(
    app: &App,
    caller: &Caller,
    action: Action<'_>,
    body: Body,
) -> Result<Body, ApiError> {
    match app.ops.may(caller, action) {
        Ok(()) => Ok(body),
        Err(refusal) => {
            body::discard(body, &app.ops).await;
            Err(refusal)
        }
    }
}

/// The name at the end of a path. Left to itself, axum would refuse a bad one without an envelope.
type Name = Result<Path<String>, PathRejection>;

fn text_of(name: Name) -> Result<String, ApiError> {
    name.map(|Path(name)| name).map_err(|_| {
        ApiError::new(Code::InvalidValue, "the name in the path is not UTF-8")
            .param("name")
            .hint("names have a-z, 0-9, `.`, `_` and `-`")
    })
}

async fn no_route(request: Request) -> Response {
    let message = format!("there is no {}", request.uri().path());
    error::respond(ApiError::new(Code::NotFound, message), &id::new_id())
}

async fn no_method(request: Request) -> Response {
    let message = format!("{} does not take {}", request.uri().path(), request.method());
    error::respond(ApiError::new(Code::MethodNotAllowed, message), &id::new_id())
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = typed("text/plain; charset=utf-8", text);
    *response.status_mut() = status;
    response
}

fn json<T: Serialize>(value: Result<T, ApiError>) -> Response {
    match value {
        Ok(value) => respond_json(&value),
        Err(failure) => error::respond(failure, &id::new_id()),
    }
}

pub(super) fn respond_json<T: Serialize>(value: &T) -> Response {
    typed("application/json", serde_json::to_vec(value).expect("our answers are plain data"))
}

fn typed(content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}
