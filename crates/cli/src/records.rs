//! A learning record store, as the operator names it: where statements of preparation go (xAPI 1.0.3).

use std::sync::Arc;

use assay_app::{LearningRecords, NotSent, Sending, StatementsOut};
use clap::Args;

use crate::{
    egress::{Egress, HttpPlace, PutRequest, TIME_MAX},
    outcome::Failure,
};

/// The setting in the environment: the address holds a secret, which has no place in a list of processes.
const STORE: &str = "ASSAY_LRS";
const HOW: &str = "write ASSAY_LRS=https://KEY:SECRET@lrs.example.org/xapi";

/// Where statements of preparation go.
#[derive(Debug, Default, Args)]
pub struct RecordsArgs {
    /// A learning record store that is told of preparation: https://KEY:SECRET@HOST/PATH; better in ASSAY_LRS
    #[arg(long, value_name = "URL")]
    lrs: Option<String>,
    /// Tell it answers to checks of lessons too: whether they are right, never what was answered
    #[arg(long)]
    lrs_answers: bool,
}

impl RecordsArgs {
    /// The way out for statements; none where nothing was said.
    ///
    /// # Errors
    /// What was said cannot be used.
    pub fn statements(&self) -> Result<Option<StatementsOut>, Failure> {
        let said = self.lrs.clone().or_else(|| std::env::var(STORE).ok());
        let Some(address) = said.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else {
            return match self.lrs_answers {
                true => Err(Failure::unusable("--lrs-answers without --lrs: nothing would be told", HOW)),
                false => Ok(None),
            };
        };
        // What is wrong with it is said without it.
        let wrong = |why: String| Failure::unusable(format!("--lrs cannot be used: {why}"), HOW);
        let place = HttpPlace::read(&address).map_err(wrong)?;
        let to = Arc::new(Records(Egress::to(place, TIME_MAX).map_err(wrong)?));
        Ok(Some(StatementsOut { to, with_answers: self.lrs_answers }))
    }
}

/// A learning record store.
struct Records(Egress);

impl LearningRecords for Records {
    fn put<'a>(&'a self, id: &'a str, statement: &'a str) -> Sending<'a> {
        Box::pin(async move {
            let below = format!("/statements?statementId={id}");
            let headers = [("x-experience-api-version", "1.0.3")];
            let wanted = PutRequest { below: &below, headers: &headers, body: statement };
            let status = self.0.put(&wanted).await.map_err(NotSent::Later)?;
            told(self.0.host(), status)
        })
    }
}

/// What a status means (xAPI 1.0.3, Communication, 2.1.1 and 3.2).
fn told(host: &str, status: u16) -> Result<(), NotSent> {
    match status {
        // Under an id there is one statement: of one that is there, nothing is left to be told.
        200 | 204 | 409 => Ok(()),
        401 | 403 => Err(NotSent::Later(format!("{host} refuses key and secret ({status})"))),
        404 | 405 => Err(NotSent::Later(format!("{host} takes no statements at that address ({status})"))),
        300..400 => Err(NotSent::Later(format!("{host} sends elsewhere: name that address ({status})"))),
        400 | 413 | 422 => Err(NotSent::Never(format!("{host} refuses this statement ({status})"))),
        _ => Err(NotSent::Later(format!("{host} does not take it now ({status})"))),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
        sync::mpsc,
    };

    use super::*;

    /// What a learning record store of a test answers, in order: a status, or nothing at all.
    async fn store(answers: Vec<Option<u16>>) -> (String, mpsc::UnboundedReceiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (heard, asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut silent = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"}") {
                    let mut part = [0; 1024];
                    let count = stream.read(&mut part).await.unwrap();
                    request.extend_from_slice(&part[..count]);
                }
                heard.send(String::from_utf8(request).unwrap()).unwrap();
                match answer {
                    Some(status) => {
                        let text = format!("HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n\r\n");
                        stream.write_all(text.as_bytes()).await.unwrap();
                    }
                    None => silent.push(stream),
                }
            }
            // What it keeps silent on stays open.
            std::future::pending::<()>().await;
            drop(silent);
        });
        (format!("http://key:secret@{address}/xapi/"), asked)
    }

    fn records(address: &str, time_max: Duration) -> Records {
        Records(Egress::to(HttpPlace::read(address).unwrap(), time_max).unwrap())
    }

    #[tokio::test]
    async fn a_store_takes_a_statement_has_it_already_is_out_of_order_and_takes_it_then() {
        let (address, mut asked) =
            store(vec![Some(204), Some(409), Some(500), Some(200), Some(400), Some(302)]).await;
        let records = records(&address, TIME_MAX);
        let put = || records.put("0b6f4d0e-1111-5111-8111-222222222222", "{\"version\":\"1.0.3\"}");
        assert_eq!(put().await, Ok(()));
        assert_eq!(put().await, Ok(()), "it is there already");
        let Err(NotSent::Later(why)) = put().await else { panic!("a store that is out of order took it") };
        assert!(why.contains("500") && why.contains("127.0.0.1") && !why.contains("secret"), "{why}");
        assert_eq!(put().await, Ok(()));
        assert!(matches!(put().await, Err(NotSent::Never(_))), "tried again it would be refused again");
        assert!(matches!(put().await, Err(NotSent::Later(_))), "nothing is followed elsewhere");
        let first = asked.recv().await.unwrap().to_lowercase();
        for part in [
            "put /xapi/statements?statementid=0b6f4d0e-1111-5111-8111-222222222222 http/1.1",
            "authorization: basic a2v5onnly3jlda==",
            "x-experience-api-version: 1.0.3",
            "content-type: application/json",
        ] {
            assert!(first.contains(part), "no `{part}` in {first}");
        }
        assert!(first.ends_with("{\"version\":\"1.0.3\"}"));
    }

    #[tokio::test]
    async fn a_store_that_does_not_answer_is_asked_again_later() {
        let (address, _asked) = store(vec![None]).await;
        let records = records(&address, Duration::from_millis(200));
        let Err(NotSent::Later(why)) = records.put("id", "{}").await else { panic!("nobody answered") };
        assert!(why.contains("has not answered") && !why.contains("secret"), "{why}");
    }

    #[tokio::test]
    async fn where_nobody_listens_it_is_tried_again_later() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://key:secret@{}", listener.local_addr().unwrap());
        drop(listener);
        let put = records(&address, TIME_MAX);
        assert!(matches!(put.put("id", "{}").await, Err(NotSent::Later(why)) if !why.contains("secret")));
    }
}
