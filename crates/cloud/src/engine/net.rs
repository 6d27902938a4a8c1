//! Addresses and nets of version 4, and the tables in which a network's parts lie.

/// Tables of a network, per account and Region.
pub(crate) const VPC: &str = "ec2/vpc";
pub(crate) const SUBNET: &str = "ec2/subnet";
pub(crate) const ROUTE_TABLE: &str = "ec2/route-table";
pub(crate) const ACL: &str = "ec2/network-acl";
pub(crate) const GROUP: &str = "ec2/security-group";
pub(crate) const INTERNET_GATEWAY: &str = "ec2/internet-gateway";
pub(crate) const NAT: &str = "ec2/nat-gateway";
pub(crate) const ADDRESS: &str = "ec2/address";
pub(crate) const INTERFACE: &str = "ec2/network-interface";
pub(crate) const ENDPOINT: &str = "ec2/vpc-endpoint";
pub(crate) const INSTANCE: &str = "ec2/instance";
pub(crate) const FLOW_LOG: &str = "ec2/flow-log";

/// A net: its first address and how many bits are its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cidr {
    pub base: u32,
    pub bits: u32,
}

impl Cidr {
    /// Everything.
    pub const ALL: Cidr = Cidr { base: 0, bits: 0 };

    /// A net as text; bits beyond its own are cut off, as the provider does.
    #[must_use]
    pub fn parse(text: &str) -> Option<Cidr> {
        let (address, bits) = text.split_once('/')?;
        let plain = bits.len() <= 2 && bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits: u32 = bits.parse().ok().filter(|bits| plain && *bits <= 32)?;
        let cut = Cidr { base: 0, bits };
        Some(Cidr { base: Cidr::address(address)? & cut.mask(), bits })
    }

    /// A net or a single address.
    #[must_use]
    pub fn loose(text: &str) -> Option<Cidr> {
        Cidr::parse(text).or_else(|| Some(Cidr { base: Cidr::address(text)?, bits: 32 }))
    }

    /// An address as a number.
    #[must_use]
    pub fn address(text: &str) -> Option<u32> {
        text.parse::<std::net::Ipv4Addr>().ok().map(u32::from)
    }

    fn mask(self) -> u32 {
        u32::MAX.checked_shl(32 - self.bits).unwrap_or(0)
    }

    /// Whether the address lies in it.
    #[must_use]
    pub fn has(self, address: u32) -> bool {
        address & self.mask() == self.base
    }

    /// Whether the other net lies in it as a whole.
    #[must_use]
    pub fn holds(self, other: Cidr) -> bool {
        self.bits <= other.bits && self.has(other.base)
    }

    /// Whether the nets share an address.
    #[must_use]
    pub fn overlaps(self, other: Cidr) -> bool {
        self.holds(other) || other.holds(self)
    }

    /// How many addresses it has.
    #[must_use]
    pub fn size(self) -> u64 {
        1 << (32 - self.bits)
    }
}

impl std::fmt::Display for Cidr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", std::net::Ipv4Addr::from(self.base), self.bits)
    }
}

/// The address as text.
#[must_use]
pub fn address_text(address: u32) -> String {
    std::net::Ipv4Addr::from(address).to_string()
}

/// The nets of the object store that a gateway endpoint's prefix list stands for.
pub const STORE_NETS: [&str; 2] = ["52.218.0.0/17", "3.5.64.0/21"];

/// The prefix list of the object store in a Region.
///
/// Those of the labs' Regions have their real ids.
#[must_use]
pub fn store_prefix_list(region: &str) -> String {
    let known = match region {
        "us-east-1" => "pl-63a5400a",
        "us-west-2" => "pl-68a54001",
        "eu-west-1" => "pl-6da54004",
        "eu-central-1" => "pl-6ea54007",
        "eu-north-1" => "pl-c3aa4faa",
        _ => {
            let number = region
                .bytes()
                .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            return format!("pl-{number:08x}");
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nets_are_read_cut_and_compared() {
        let net = Cidr::parse("10.20.3.7/16").unwrap();
        assert_eq!((net.to_string().as_str(), net.size()), ("10.20.0.0/16", 65_536));
        let inside = Cidr::parse("10.20.4.0/24").unwrap();
        assert!(net.holds(inside) && net.overlaps(inside) && inside.overlaps(net) && !inside.holds(net));
        assert!(!inside.overlaps(Cidr::parse("10.20.5.0/24").unwrap()));
        assert!(Cidr::parse("0.0.0.0/0").unwrap().has(u32::MAX));
        for wrong in ["10.0.0.0", "10.0.0/8", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.256/8", "/"] {
            assert_eq!(Cidr::parse(wrong), None, "{wrong}");
        }
    }
}
