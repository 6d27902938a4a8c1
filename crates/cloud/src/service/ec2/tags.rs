//! Tags of any kind, and the places of the world.

use super::{
    kinds::KINDS,
    shared::{invalid, need, set_tags, zones},
};
use crate::{
    call::{Answer, Fault},
    engine::pattern::wildcard,
    service::context::{CallContext, done, listed},
    value::Value,
};

/// Resources of one call (API reference, `CreateTags`).
const RESOURCES_MAX: usize = 1_000;
/// Regions that labs are set in.
const REGIONS: [&str; 8] = [
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// The kind by the beginning of an id.
fn kind_of(id: &str) -> Result<&'static super::kinds::ResourceKind, Fault> {
    let prefix = id.rsplit_once('-').map_or("", |(prefix, _)| prefix);
    let found = KINDS.iter().find(|kind| kind.prefix == prefix);
    found.copied().ok_or_else(|| Fault::sender("InvalidID", format!("The ID '{id}' is not valid")))
}

fn each(cx: &mut CallContext<'_>, change: &dyn Fn(&mut Value) -> Result<(), Fault>) -> Answer {
    let ids = cx.texts("Resources");
    if ids.is_empty() || ids.len() > RESOURCES_MAX {
        return Err(invalid("From 1 to 1000 resources are tagged at once."));
    }
    for id in ids {
        let kind = kind_of(id)?;
        let mut changed = (*need(cx, kind, id)?).clone();
        change(&mut changed)?;
        cx.put(kind.table, id, changed);
    }
    done()
}

pub(super) fn create_tags(cx: &mut CallContext<'_>) -> Answer {
    let tags = cx.input.list("Tags");
    each(cx, &|resource| set_tags(resource, tags))
}

/// A tag without a value goes whatever its value; without any tags all of them go.
pub(super) fn delete_tags(cx: &mut CallContext<'_>) -> Answer {
    let gone = cx.input.list("Tags");
    each(cx, &|resource| {
        if let Some(tags) = resource.list_mut("Tags") {
            tags.retain(|tag| {
                let named = |one: &Value| {
                    one.text("Key") == tag.text("Key")
                        && one.get("Value").is_none_or(|value| Some(value) == tag.get("Value"))
                };
                !(gone.is_empty() || gone.iter().any(named))
            });
        }
        Ok(())
    })
}

pub(super) fn describe_tags(cx: &mut CallContext<'_>) -> Answer {
    let mut found = Vec::new();
    for kind in KINDS {
        for resource in cx.all(kind.table) {
            found.extend(resource.list("Tags").iter().map(|tag| {
                tag.clone().with("ResourceId", resource.text(kind.id)).with("ResourceType", kind.tagged_as)
            }));
        }
    }
    for filter in cx.input.list("Filters") {
        let member = match filter.text("Name") {
            "key" => "Key",
            "value" => "Value",
            "resource-id" => "ResourceId",
            "resource-type" => "ResourceType",
            other => return Err(invalid(format!("The filter '{other}' is invalid"))),
        };
        let wanted: Vec<&str> = filter.list("Values").iter().filter_map(Value::as_text).collect();
        cx.spend(found.len() * (wanted.len() + 1))?;
        found.retain(|tag| wanted.iter().any(|wanted| wildcard(wanted, tag.text(member))));
    }
    let most = cx.input.int("MaxResults").and_then(|most| usize::try_from(most).ok());
    let (page, next) = cx.page(found, ("NextToken", "InvalidNextToken"), most)?;
    Ok(listed("Tags", page, "NextToken", next))
}

pub(super) fn describe_availability_zones(cx: &mut CallContext<'_>) -> Answer {
    let wanted = cx.texts("ZoneNames");
    let shown = zones(cx.region()).into_iter().map(|(name, id)| {
        Value::from([
            ("ZoneName", name.into()),
            ("ZoneId", id.into()),
            ("RegionName", cx.region().into()),
            ("GroupName", cx.region().into()),
            ("NetworkBorderGroup", cx.region().into()),
            ("State", "available".into()),
            ("OptInStatus", "opt-in-not-required".into()),
            ("ZoneType", "availability-zone".into()),
            ("Messages", Value::List(Vec::new())),
        ])
    });
    let mut shown: Vec<Value> = shown.collect();
    if let Some(other) = wanted.iter().find(|name| !shown.iter().any(|zone| zone.text("ZoneName") == **name))
    {
        return Err(invalid(format!("Invalid availability zone: [{other}]")));
    }
    shown.retain(|zone| wanted.is_empty() || wanted.contains(&zone.text("ZoneName")));
    for filter in cx.input.list("Filters") {
        let member = match filter.text("Name") {
            "zone-name" => "ZoneName",
            "zone-id" => "ZoneId",
            "state" => "State",
            "region-name" => "RegionName",
            "zone-type" => "ZoneType",
            "opt-in-status" => "OptInStatus",
            other => return Err(invalid(format!("The filter '{other}' is invalid"))),
        };
        shown.retain(|zone| filter.list("Values").iter().any(|v| v.as_text() == Some(zone.text(member))));
    }
    Ok(Value::empty().with("AvailabilityZones", Value::List(shown)))
}

pub(super) fn describe_regions(cx: &mut CallContext<'_>) -> Answer {
    let wanted = cx.texts("RegionNames");
    if let Some(other) = wanted.iter().find(|name| !REGIONS.contains(name)) {
        return Err(invalid(format!("Invalid region name: [{other}]")));
    }
    let own = REGIONS.iter().filter(|name| wanted.is_empty() || wanted.contains(name));
    let shown = own.map(|name| {
        Value::from([
            ("RegionName", (*name).into()),
            ("Endpoint", format!("ec2.{name}.amazonaws.com").into()),
            ("OptInStatus", "opt-in-not-required".into()),
        ])
    });
    Ok(Value::empty().with("Regions", Value::List(shown.collect())))
}
