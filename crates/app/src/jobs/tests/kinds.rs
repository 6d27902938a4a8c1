//! Jobs as they are stored.

use assay_kernel::{Persons, TypedId};

use crate::{
    accounts::AccountsJob,
    awards::AwardsJob,
    changes::ChangesJob,
    jobs::{Job, before},
    sittings::SittingsJob,
};

#[test]
fn every_kind_of_job_is_listed_and_reads_as_it_was_written() {
    fn listed<J: Job + PartialEq + std::fmt::Debug>(jobs: &[J]) {
        let mut kinds = Vec::new();
        for job in jobs {
            let json = serde_json::json!(job);
            kinds.push(json["kind"].as_str().unwrap().to_owned());
            assert_eq!(&serde_json::from_value::<J>(json).unwrap(), job);
        }
        assert_eq!(kinds, J::LIMITS.kinds, "one of each, in their order");
    }
    let (person, sitting) = (TypedId::from_parts(1, [1; 10]), TypedId::from_parts(1, [2; 10]));
    listed(&[SittingsJob::Score { sitting }]);
    let after = person.to_string();
    listed(&[AwardsJob::Look { person }, AwardsJob::Unlisted { after, done: 3 }]);
    let after = Some(person);
    listed(&[ChangesJob::FollowUp { version: 2, after }, ChangesJob::DatedFacts { after, done: 3 }]);
    let (mail, address) = (|| "m".to_owned(), || "a@b.example".to_owned());
    listed(&[
        AccountsJob::Proof { mail: mail(), person },
        AccountsJob::Invitation { mail: mail(), person },
        AccountsJob::NewPassword { mail: mail(), address: address() },
        AccountsJob::SignIn { mail: mail(), address: address() },
        AccountsJob::NewAddress { mail: mail(), person, address: address() },
        AccountsJob::AddressLeft { mail: mail(), person, address: address() },
        AccountsJob::CrewInvitation { mail: mail(), invitation: TypedId::from_parts(1, [3; 10]) },
        AccountsJob::Notice { mail: mail(), person, topic: "t".to_owned() },
    ]);
}

#[test]
fn jobs_of_before_read_as_jobs_of_now() {
    let person = TypedId::<Persons>::from_parts(1, [1; 10]);
    let sitting = TypedId::from_parts(1, [2; 10]);
    let moved = |subject: &str| {
        let old = before::OLD.iter().map(move |old| {
            let (head, tail) = old.payload;
            (format!("{}{subject}", old.key), format!("{head}{subject}{tail}"), old.kind, old.queue)
        });
        old.collect::<Vec<_>>()
    };
    fn same<J: Job + PartialEq + std::fmt::Debug>(moved: &(String, String, &str, &str), job: &J) {
        let (key, payload, kind, queue) = moved;
        assert_eq!((key, *queue), (&job.key(), J::LIMITS.queue));
        assert_eq!(&serde_json::from_str::<J>(payload).unwrap(), job);
        assert_eq!(serde_json::json!(job)["kind"], *kind);
    }
    same(&moved(&sitting.to_string())[0], &SittingsJob::Score { sitting });
    same(&moved(&person.to_string())[1], &AwardsJob::Look { person });
    same(&moved("7")[2], &ChangesJob::FollowUp { version: 7, after: None });
}
