//! One visitor on a socket, and each subscription they begin: measured first, as a request over HTTP is.

use super::answers::Answers;
use super::listener::{CROWD, Farewell, UNAUTHORIZED};
use crate::access::caller;
use crate::api::answer::Answer;
use crate::api::body::Question;
use crate::api::budget::{Balance, Due, Payer, REFUSED};
use crate::api::context::{RequestContext, app};
use crate::api::failure::translate;
use crate::api::http::{QUERY_WITHIN, charge};
use crate::api::places::Place;
use crate::api::refusal::Refusal;
use crate::api::schema::Schema;
use crate::api::{loaders, trace};
use crate::app::SharedApp;
use crate::error::AppError;
use crate::journal::{Entry, latest_seq, tail};
use async_graphql::{Context, Data, Error, ErrorExtensionValues, Executor, Request, Response, Result, ServerError, Value};
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt, TryStreamExt};
use http::StatusCode;
use serde_json::Value as Json;
use shared::ErrorCode;
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

/// On one socket at a time.
const MAX_SUBSCRIPTIONS: usize = 20;

/// Who is on the other end, as long as their session or token stays as it was when the socket opened.
#[derive(Clone)]
pub struct Visitor {
    app: SharedApp,
    schema: Schema,
    at_the_door: Arc<RequestContext>,
    /// Who they say they are since then, by a token in `connection_init`.
    introduced: Arc<OnceLock<Arc<RequestContext>>>,
    /// Why they may not stay, if they may not.
    refused: Arc<OnceLock<Farewell>>,
    /// Of this socket, as long as anybody speaks on it.
    place: Arc<Mutex<Place>>,
    subscriptions: Arc<Semaphore>,
    ended: CancellationToken,
}

impl Visitor {
    pub fn new(app: SharedApp, schema: Schema, context: RequestContext, place: Place) -> Self {
        let (subscriptions, place) = (Arc::new(Semaphore::new(MAX_SUBSCRIPTIONS)), Arc::new(Mutex::new(place)));
        let (at_the_door, ended) = (Arc::new(context), CancellationToken::new());
        Self { app, schema, at_the_door, introduced: Arc::default(), refused: Arc::default(), place, subscriptions, ended }
    }

    fn context(&self) -> &Arc<RequestContext> {
        self.introduced.get().unwrap_or(&self.at_the_door)
    }

    /// Takes the token that the payload of `connection_init` may name, where a browser cannot send headers. From then on the
    /// socket is one of its account's, and no longer of its address.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` when it is not good, `RATE_LIMITED` when the account has no place left.
    pub async fn introduce(&self, said: &Json) -> Result<()> {
        let Some(authorization) = said.get("authorization").or_else(|| said.get("Authorization")) else { return Ok(()) };
        match caller::bearer(&self.app, authorization.as_str().unwrap_or_default()).await {
            Ok(caller) => {
                let RequestContext { from, lang, request_id, .. } = self.at_the_door.as_ref();
                let context = RequestContext::new(caller, *from, *lang, request_id.clone());
                let exchanged = self.place.lock().unwrap_or_else(PoisonError::into_inner).exchange(Payer::of(&context));
                exchanged.map_err(|_| self.refuse_for(CROWD, AppError::Refused(ErrorCode::RateLimited)))?;
                let _ = self.introduced.set(Arc::new(context));
                Ok(())
            }
            Err(error) => Err(self.refuse_for(UNAUTHORIZED, error)),
        }
    }

    fn refuse_for(&self, farewell: Farewell, error: AppError) -> Error {
        let _ = self.refused.set(farewell);
        error.into()
    }

    /// Why they may not stay, if they may not.
    pub fn refused(&self) -> Option<Farewell> {
        self.refused.get().copied()
    }

    /// Completes once the session has ended or its rights have changed: the client may come back with those it has now.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }

    pub async fn stopping(&self) {
        self.app.lifecycle.stopping().await;
    }

    /// Looks at the session again; when it is not what it was, the socket ends.
    pub async fn is_unchanged(&self) -> bool {
        let context = self.context();
        if context.actor.account.is_none() {
            return true;
        }
        let unchanged = match caller::actor(&self.app, context.credential).await {
            Ok(actor) => actor == context.actor,
            Err(error) => {
                tracing::error!(request_id = context.request_id, %error, "cannot read who asks");
                false
            }
        };
        if !unchanged {
            self.ended.cancel();
        }
        unchanged
    }

    /// # Errors
    /// `BAD_INPUT` for what is no subscription, `TOO_COMPLEX` for what costs too much, `RATE_LIMITED` when there is nothing
    /// left to pay with, or no place.
    fn admit(&self, request: Request) -> Result<Admitted, Refusal> {
        let payer = Payer::of(self.context());
        if !self.app.budget.holds(payer, REFUSED, self.app.clock.monotonic()) {
            self.pay(payer, REFUSED)?;
        }
        let question = read(request).map_err(|refusal| charge(&self.app, payer, refusal))?;
        let cost = question.price(self.context().tier);
        let balance = self.pay(payer, cost)?;
        let place = Arc::clone(&self.subscriptions).try_acquire_owned();
        let place = place.map_err(|_| Refusal::new(StatusCode::OK, ErrorCode::RateLimited))?;
        let request = question.into_request().data(Arc::clone(self.context()));
        let request = request.data(loaders::for_subscription(&self.app)).data(self.clone());
        Ok(Admitted { request, place, payer, cost, balance })
    }

    fn pay(&self, payer: Payer, cost: u64) -> Result<Balance, Refusal> {
        let (balance, paid) = self.app.budget.pay(payer, cost, Due::Asked, self.app.clock.monotonic());
        paid.map(|()| balance).map_err(|error| Refusal::paced(&error, balance.to_json()))
    }

    fn refuse(&self, refusal: &Refusal) -> Response {
        let told = refusal.to_json(self.context().lang, &self.context().request_id);
        let error = &told["errors"][0];
        let mut refused = ServerError::new(error["message"].as_str().unwrap_or_default(), None);
        let mut extensions = ErrorExtensionValues::default();
        for (name, said) in error["extensions"].as_object().into_iter().flatten() {
            extensions.set(name, value(said.clone()));
        }
        refused.extensions = Some(extensions);
        let response = Response::from_errors(vec![refused]);
        match told["extensions"].get("cost") {
            Some(cost) => response.extension("cost", value(cost.clone())),
            None => response,
        }
    }

    fn explain(&self, error: ServerError) -> ServerError {
        translate(error, self.context(), QUERY_WITHIN, &mut None)
    }

    /// One answer of a subscription; `INTERNAL` when what should have given it panicked.
    fn deliver(&self, told: Result<Response, Box<dyn Any + Send>>, balance: Balance) -> Response {
        match told {
            Ok(mut response) => {
                response.errors = response.errors.into_iter().map(|error| self.explain(error)).collect();
                response.extension("cost", value(balance.to_json()))
            }
            Err(panic) => {
                tracing::error!(request_id = self.context().request_id, "panicked: {}", trace::words(panic.as_ref()));
                self.refuse(&Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal))
            }
        }
    }
}

impl Executor for Visitor {
    async fn execute(&self, _: Request) -> Response {
        self.refuse(&Refusal::unreadable(StatusCode::OK, "refusal.subscription"))
    }

    fn execute_stream(&self, request: Request, _: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        let Admitted { request, place, payer, cost, balance } = match self.admit(request) {
            Ok(admitted) => admitted,
            Err(refusal) => return stream::once(std::future::ready(self.refuse(&refusal))).boxed(),
        };
        let (answers, answer) = (Answers::default(), Answer::default());
        let request = request.data(answers.clone()).data(answer.clone());
        let told = AssertUnwindSafe(self.schema.execute_stream(request).map(move |told| answer.conclude(told))).catch_unwind();
        let hurried = answers.hurry(Arc::clone(&self.app.clock), told);
        // The place is taken until the stream is dropped. The first answer has been paid for at the door, each further one is
        // before it is looked for: with an empty purse nothing is lost, it is told later.
        let telling = (self.clone(), hurried, Some(balance), place);
        let responses = stream::unfold(telling, move |(visitor, mut hurried, paid, place)| async move {
            let balance = match paid {
                Some(balance) => balance,
                None => visitor.app.budget.settle(payer, cost, Due::Told, visitor.app.clock.as_ref()).await,
            };
            let response = visitor.deliver(hurried.next().await?, balance);
            Some((response, (visitor, hurried, None, place)))
        });
        responses.boxed()
    }
}

/// A subscription that may begin.
struct Admitted {
    request: Request,
    place: OwnedSemaphorePermit,
    payer: Payer,
    cost: u64,
    balance: Balance,
}

fn read(request: Request) -> Result<Question, Refusal> {
    let question = Question::of_text(&request.query, request.operation_name, request.variables)?;
    if question.is_subscription() { Ok(question) } else { Err(Refusal::unreadable(StatusCode::OK, "refusal.subscription")) }
}

fn value(json: Json) -> Value {
    Value::from_json(json).unwrap_or_default()
}

/// The journal after `seq`, or from now on, for as long as the visitor's session stays as it is.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn follow(ctx: &Context<'_>, seq: Option<i64>) -> Result<impl Stream<Item = Result<Arc<Entry>>> + use<>> {
    let visitor = ctx.data::<Visitor>()?.clone();
    let seq = match seq {
        Some(seq) => seq,
        None => latest_seq(&visitor.app.db).await?,
    };
    let batches = tail::follow(SharedApp::clone(&visitor.app), seq).and_then(move |batch| {
        let visitor = visitor.clone();
        async move {
            // Looked at before anything is told, not after.
            if !visitor.is_unchanged().await {
                return Err(AppError::Refused(ErrorCode::Unauthenticated));
            }
            Ok(stream::iter(batch.into_iter().map(Ok::<_, AppError>)))
        }
    });
    let clock = Arc::clone(&app(ctx)?.clock);
    Ok(ctx.data::<Answers>()?.to(clock, batches.try_flatten().map_err(Error::from)))
}
