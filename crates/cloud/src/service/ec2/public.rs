//! Public addresses of interfaces: given, and taken back.

use std::sync::Arc;

use crate::{
    engine::net::{self, address_text},
    service::context::CallContext,
    value::Value,
};

/// A public address that looks like the provider's.
pub(super) fn new_public(cx: &mut CallContext<'_>) -> String {
    let low = u32::try_from(cx.cloud.draw() & 0x003f_fffe).unwrap_or(0);
    address_text(0x3600_0000 | low | 1) // 54.0.0.0/10
}

/// Unties an address from what has it.
pub(super) fn release_from(cx: &mut CallContext<'_>, address: &Arc<Value>) {
    let mut changed = (**address).clone();
    for member in ["AssociationId", "PrivateIpAddress", "NetworkInterfaceOwnerId", "InstanceId"] {
        changed.unset(member);
    }
    if let Some(Value::Text(interface)) = changed.unset("NetworkInterfaceId") {
        set_public(cx, &interface, None);
    }
    cx.put(net::ADDRESS, address.text("AllocationId"), changed);
}

/// Gives an interface a public address, or takes it.
pub(super) fn set_public(cx: &mut CallContext<'_>, id: &str, association: Option<Value>) {
    let Some(found) = cx.find(net::INTERFACE, id) else { return };
    let mut changed = (*found).clone();
    changed.unset("Association");
    let ip = association.as_ref().map(|one| one.text("PublicIp").to_owned());
    if let Some(association) = association {
        changed.set("Association", association);
    }
    cx.put(net::INTERFACE, id, changed);
    let instance = found.get("Attachment").map(|one| one.text("InstanceId").to_owned()).unwrap_or_default();
    if let Some(found) = cx.find(net::INSTANCE, &instance) {
        let mut changed = (*found).clone();
        changed.unset("PublicIpAddress");
        if let Some(ip) = ip {
            changed.set("PublicIpAddress", ip);
        }
        cx.put(net::INSTANCE, &instance, changed);
    }
}
