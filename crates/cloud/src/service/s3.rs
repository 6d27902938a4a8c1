//! Buckets and their policies: what the endpoint's lab asks of the object store.

use std::sync::Arc;

use crate::{
    call::{Answer, Fault},
    engine::policy,
    service::context::{CallContext, Operations, done, listed},
    value::Value,
};

/// Buckets of an account, by name.
pub(super) const BUCKET: &str = "s3/bucket";
/// Characters of a bucket's policy (`PutBucketPolicy`: 20 KB).
const POLICY_BYTES_MAX: usize = 20 * 1024;

pub(super) const OPERATIONS: Operations = &[
    ("CreateBucket", create_bucket),
    ("DeleteBucket", delete_bucket),
    ("DeleteBucketPolicy", delete_bucket_policy),
    ("GetBucketLocation", get_bucket_location),
    ("GetBucketPolicy", get_bucket_policy),
    ("HeadBucket", head_bucket),
    ("ListBuckets", list_buckets),
    ("PutBucketPolicy", put_bucket_policy),
];

fn bucket(cx: &CallContext<'_>) -> Result<Arc<Value>, Fault> {
    let missing = || Fault {
        code: "NoSuchBucket".into(),
        message: format!("There is no bucket {}.", cx.text("Bucket")),
        status: 404,
    };
    cx.find(BUCKET, cx.text("Bucket")).ok_or_else(missing)
}

/// Amazon S3 user guide, "General purpose bucket naming rules".
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (3..=63).contains(&name.len())
        && name.chars().all(plain)
        && edge(name.chars().next())
        && edge(name.chars().next_back())
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !name.starts_with("xn--")
        && !name.ends_with("-s3alias")
}

fn create_bucket(cx: &mut CallContext<'_>) -> Answer {
    let name = cx.text("Bucket");
    if !is_name(name) {
        return Err(Fault::sender("InvalidBucketName", format!("{name} is not a valid name of a bucket.")));
    }
    let configured = cx.input.get("CreateBucketConfiguration");
    let wanted = configured.map_or("", |configured| configured.text("LocationConstraint"));
    let fits = if cx.region() == "us-east-1" { wanted.is_empty() } else { wanted == cx.region() };
    if !fits {
        let words = format!("The location constraint must be the Region of the call, {}.", cx.region());
        return Err(Fault::sender("IllegalLocationConstraintException", words));
    }
    let taken = cx.cloud.places(BUCKET).find(|(_, table)| table.contains_key(name));
    if let Some((place, _)) = taken {
        let own = *place.account == *cx.account();
        let code = if own { "BucketAlreadyOwnedByYou" } else { "BucketAlreadyExists" };
        let message = format!("A bucket {name} exists already.");
        return Err(Fault { code: code.into(), message, status: 409 });
    }
    let made = Value::from([
        ("Name", name.into()),
        ("CreationDate", cx.now_text().into()),
        ("BucketRegion", cx.region().into()),
        ("_Location", wanted.into()),
    ]);
    cx.put(BUCKET, name, made);
    Ok(Value::from([("Location", format!("/{name}").into())]))
}

fn delete_bucket(cx: &mut CallContext<'_>) -> Answer {
    bucket(cx)?;
    cx.remove(BUCKET, cx.text("Bucket"));
    done()
}

fn list_buckets(cx: &mut CallContext<'_>) -> Answer {
    let buckets = cx.all(BUCKET).iter().map(|bucket| (**bucket).clone()).collect();
    let (page, next) = cx.page(
        buckets,
        ("ContinuationToken", "InvalidArgument"),
        cx.input.int("MaxBuckets").and_then(|most| usize::try_from(most).ok()),
    )?;
    let owner = Value::from([("ID", cx.account().into())]);
    Ok(listed("Buckets", page, "ContinuationToken", next).with("Owner", owner))
}

fn head_bucket(cx: &mut CallContext<'_>) -> Answer {
    let found = bucket(cx)?;
    Ok(Value::empty().with("BucketRegion", found.text("BucketRegion")))
}

fn get_bucket_location(cx: &mut CallContext<'_>) -> Answer {
    let found = bucket(cx)?;
    Ok(match found.text("_Location") {
        "" => Value::empty(),
        location => Value::from([("LocationConstraint", location.into())]),
    })
}

fn put_bucket_policy(cx: &mut CallContext<'_>) -> Answer {
    let found = bucket(cx)?;
    let text = cx.text("Policy");
    let malformed = |words: String| Fault::sender("MalformedPolicy", words);
    if text.len() > POLICY_BYTES_MAX {
        return Err(malformed(format!("A bucket's policy has at most {POLICY_BYTES_MAX} bytes.")));
    }
    policy::checked(text, true).map_err(malformed)?;
    let arn = format!("arn:aws:s3:::{}", cx.text("Bucket"));
    let own = |resource: &&Value| {
        let text = resource.as_text().unwrap_or_default();
        text == arn || text.starts_with(&format!("{arn}/")) || text == "*"
    };
    let read = Value::from_json(text).unwrap_or_else(Value::empty);
    if !read.at_path("Statement.Resource").iter().all(own) {
        return Err(malformed("The policy has a resource that is not in this bucket.".into()));
    }
    let changed = (*found).clone().with("_Policy", text);
    cx.put(BUCKET, cx.text("Bucket"), changed);
    done()
}

fn get_bucket_policy(cx: &mut CallContext<'_>) -> Answer {
    let found = bucket(cx)?;
    match found.get("_Policy") {
        Some(policy) => Ok(Value::from([("Policy", policy.clone())])),
        None => Err(Fault {
            code: "NoSuchBucketPolicy".into(),
            message: "The bucket policy does not exist.".into(),
            status: 404,
        }),
    }
}

fn delete_bucket_policy(cx: &mut CallContext<'_>) -> Answer {
    let mut changed = (*bucket(cx)?).clone();
    changed.unset("_Policy");
    cx.put(BUCKET, cx.text("Bucket"), changed);
    done()
}
