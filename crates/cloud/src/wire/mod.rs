//! The provider's protocols, server side.
//!
//! Requests of its own clients become calls, and answers become the responses that they read.
//!
//! Driven by the models alone: `query` and `ec2` (forms in, XML out), `json` 1.0 and 1.1, `rest` (S3's
//! XML) and `cbor`, which CloudWatch's clients speak today. A signature is verified by making it again.
//! Nothing here opens a connection: whoever serves HTTP hands over the parts. Looked at and not used:
//! the provider's own crates, which are the client's side and generated per operation.

mod cbor;
mod form;
mod http;
mod item;
mod rest;
mod signature;
mod xml;

pub use http::{Request, Response};
pub use signature::{Signed, verify};

use std::{borrow::Cow, io::Read};

use crate::{
    call::{Answer, Call, Fault, Principal},
    model::{self, Operation, Service},
    value::Value,
};

/// Bytes of a request's body: the operations here have lower limits of their own.
pub const BODY_MAX: usize = 1024 * 1024;

/// Parameters of a form: a body of the largest size with short names could hold 200,000.
const PARAMETERS_MAX: usize = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protocol {
    Query,
    Ec2,
    Json(&'static str),
    Cbor,
    Rest,
}

/// What a request asks for, and in which protocol it wants to be answered.
#[derive(Debug)]
pub struct Asked {
    operation: Operation,
    protocol: Protocol,
    input: Value,
    head: bool,
}

/// Reads a request to the service of its signature.
///
/// # Errors
/// The response that refuses it, in the protocol that it speaks.
pub fn read(request: &Request, signed: &Signed, request_id: &str) -> Result<Asked, Response> {
    let service = model::services().filter_map(model::service).find(|one| one.signed_as() == signed.service);
    let Some(service) = service else {
        let fault = Fault::not_here(&format!("The service {}", signed.service));
        return Err(refusal(Protocol::Query, None, &fault, request_id));
    };
    let protocol = protocol(service, request);
    let head = request.method == "HEAD";
    let asked = body(request).and_then(|body| opened(service, protocol, request, &body));
    let asked = asked.and_then(|(operation, input)| Ok((operation, model::check(operation, &input)?)));
    match asked {
        Ok((operation, input)) => Ok(Asked { operation, protocol, input, head }),
        Err(fault) => {
            let response = refusal(protocol, Some(service), &fault, request_id);
            Err(if head { Response { body: Vec::new(), ..response } } else { response })
        }
    }
}

/// A refusal before the service is known, as the client can read it.
///
/// For a signature that is none: the protocol is guessed from the headers.
#[must_use]
pub fn refused(request: &Request, fault: &Fault, request_id: &str) -> Response {
    let protocol = match (request.header("smithy-protocol"), request.header("x-amz-target")) {
        (Some(_), _) => Protocol::Cbor,
        (None, Some(_)) => Protocol::Json("1.1"),
        (None, None) if request.header("x-amz-content-sha256").is_some() => Protocol::Rest,
        (None, None) => Protocol::Query,
    };
    refusal(protocol, None, fault, request_id)
}

fn protocol(service: &Service, request: &Request) -> Protocol {
    let json = request.header("content-type").and_then(|kind| kind.strip_prefix("application/x-amz-json-"));
    match (service.metadata.protocol.as_str(), json) {
        ("rest-xml", _) => Protocol::Rest,
        ("ec2", _) => Protocol::Ec2,
        (_, Some("1.0")) => Protocol::Json("1.0"),
        (_, Some(_)) => Protocol::Json("1.1"),
        _ if request.header("smithy-protocol").is_some() => Protocol::Cbor,
        _ => Protocol::Query,
    }
}

/// The body as it was before it was compressed: clients compress large ones of `PutMetricData`.
fn body(request: &Request) -> Result<Cow<'_, [u8]>, Fault> {
    let packed = request.header("content-encoding") == Some("gzip");
    let mut body = Cow::Borrowed(request.body.as_slice());
    if packed && body.len() <= BODY_MAX {
        let mut unpacked = Vec::new();
        let reader = flate2::read::GzDecoder::new(request.body.as_slice());
        let read = reader.take(BODY_MAX as u64 + 1).read_to_end(&mut unpacked);
        read.map_err(|_| Fault::sender("SerializationException", "The body is not compressed as it says."))?;
        body = Cow::Owned(unpacked);
    }
    match body.len() {
        0..=BODY_MAX => Ok(body),
        _ => {
            Err(Fault { status: 413, ..Fault::sender("RequestEntityTooLarge", "The request is too large.") })
        }
    }
}

fn opened(
    service: &Service,
    protocol: Protocol,
    request: &Request,
    body: &[u8],
) -> Result<(Operation, Value), Fault> {
    let known = |name: &str| {
        model::operation(service.name, name)
            .ok_or_else(|| Fault::not_here(&format!("{}:{name}", service.name)))
    };
    match protocol {
        Protocol::Query | Protocol::Ec2 => {
            let mut form = form::Form::read(body, &request.query, PARAMETERS_MAX)?;
            let operation = known(&form.take("Action").unwrap_or_default())?;
            Ok((operation, form.input(operation, protocol == Protocol::Ec2)))
        }
        Protocol::Json(_) => {
            let target = request.header("x-amz-target").unwrap_or_default();
            let operation = known(target.rsplit_once('.').map_or("", |(_, name)| name))?;
            Ok((operation, item::Item::of_json(body)?.input(operation)))
        }
        Protocol::Cbor => {
            let operation = known(request.path.rsplit_once('/').map_or("", |(_, name)| name))?;
            Ok((operation, cbor::read(body)?.input(operation)))
        }
        Protocol::Rest => rest::read(service, request, body),
    }
}

impl Asked {
    /// The operation that is asked for.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The call, made by `who` in the Region of the signature.
    #[must_use]
    pub fn call(&self, who: Principal, signed: &Signed) -> Call {
        Call {
            service: self.operation.service().to_owned(),
            operation: self.operation.name().to_owned(),
            region: signed.region.clone(),
            who,
            input: self.input.clone(),
        }
    }

    /// The response to it.
    ///
    /// An answer that is not what the model says becomes an `InternalFailure`.
    #[must_use]
    pub fn respond(&self, answer: &Answer, request_id: &str) -> Response {
        let service = self.operation.service;
        let answer = answer.clone().and_then(|output| model::answered(self.operation, &output));
        let mut response = match &answer {
            Ok(output) => self.written(output, request_id),
            Err(fault) => refusal(self.protocol, Some(service), fault, request_id),
        };
        if self.head {
            response.body.clear();
        }
        response
    }

    fn written(&self, output: &Value, request_id: &str) -> Response {
        let operation = self.operation;
        match self.protocol {
            Protocol::Query => Response::new(200, XML, xml::query(operation, output, request_id)),
            Protocol::Ec2 => Response::new(200, XML, xml::ec2(operation, output, request_id)),
            Protocol::Json(version) => {
                let body = item::Item::output(operation, output).json();
                let kind = format!("application/x-amz-json-{version}");
                identified(Response::new(200, &kind, body), request_id)
            }
            Protocol::Cbor => {
                let body = cbor::written(&item::Item::output(operation, output));
                identified(as_cbor(200, body), request_id)
            }
            Protocol::Rest => rest::written(operation, output, request_id),
        }
    }
}

const XML: &str = "text/xml;charset=UTF-8";

fn as_cbor(status: u16, body: Vec<u8>) -> Response {
    let mut response = Response::new(status, "application/cbor", body);
    response.headers.push(("smithy-protocol".to_owned(), "rpc-v2-cbor".to_owned()));
    response
}

fn identified(mut response: Response, request_id: &str) -> Response {
    response.headers.push(("x-amzn-RequestId".to_owned(), request_id.to_owned()));
    response
}

fn refusal(protocol: Protocol, service: Option<&Service>, fault: &Fault, request_id: &str) -> Response {
    let side = if fault.status < 500 { "Sender" } else { "Receiver" };
    let namespace = service.and_then(|service| service.metadata.xml_namespace.as_deref());
    match protocol {
        Protocol::Query => {
            let body = xml::query_fault(fault, side, namespace, request_id);
            Response::new(fault.status, XML, body)
        }
        Protocol::Ec2 => Response::new(fault.status, XML, xml::ec2_fault(fault, request_id)),
        Protocol::Rest => Response::new(fault.status, "application/xml", xml::rest_fault(fault, request_id)),
        Protocol::Json(version) => {
            let body = item::Item::fault(fault).json();
            let kind = format!("application/x-amz-json-{version}");
            with_query_code(identified(Response::new(fault.status, &kind, body), request_id), fault, side)
        }
        Protocol::Cbor => {
            let body = cbor::written(&item::Item::fault(fault));
            with_query_code(identified(as_cbor(fault.status, body), request_id), fault, side)
        }
    }
}

/// Clients that came from the query protocol look here for the code that they always knew.
fn with_query_code(mut response: Response, fault: &Fault, side: &str) -> Response {
    response.headers.push(("x-amzn-query-error".to_owned(), format!("{};{side}", fault.code)));
    response
}
