//! The words of a walked network: its ends, its stations, and where the way ended.

/// One end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkEnd {
    /// Anybody outside.
    Internet,
    /// An instance, by its id.
    Instance(String),
    /// The object store.
    Store,
}

/// A station of the way, or what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// `route table`, `network ACL`, `security group`, `NAT gateway`, ...
    pub what: &'static str,
    /// Its id in the lab.
    pub id: String,
    /// What it does there.
    pub says: String,
}

impl std::fmt::Display for Hop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.what, self.id, self.says)
    }
}

/// The way that was found, and where it ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traced {
    /// The stations that were passed, in order.
    pub hops: Vec<Hop>,
    /// What stands in the way; nothing where the other end is reached.
    pub blocked_at: Option<Hop>,
    /// The gateway or endpoint that is passed: `igw`, `nat`, `vpce` or `local`.
    pub via: &'static str,
}

impl Traced {
    /// Whether the other end is reached.
    #[must_use]
    pub fn reached(&self) -> bool {
        self.blocked_at.is_none()
    }

    /// The way in one line.
    #[must_use]
    pub fn path(&self) -> String {
        let hops: Vec<String> = self.hops.iter().map(|hop| format!("{} {}", hop.what, hop.id)).collect();
        hops.join(" -> ")
    }
}
