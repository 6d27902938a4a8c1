//! What checks ask: probes as a definition words them, with names still in braces.

/// A metric as a definition names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabMetric {
    /// Namespace and name with a space between: `AWS/ECS CPUUtilization`.
    pub name: String,
    /// LabNames and values of its dimensions.
    pub dimensions: Vec<(String, String)>,
}

/// A question to a copy of a lab's state.
#[derive(Debug, Clone, PartialEq)]
pub enum LabProbe {
    /// After quiet minutes a metric takes these figures, one a minute; what is heard of it?
    Figures {
        /// Which metric.
        metric: LabMetric,
        /// Its figure before, half an hour long.
        quiet: String,
        /// Figures and how often each: `{limit-15} x20, 99, {limit-15} x20`; none where the metric stops.
        figures: String,
        /// Minutes after which a metric that stops is looked at.
        silent_m: i64,
        /// What has to be heard.
        heard: LabHeard,
        /// Within so many minutes from the first figure.
        within_m: i64,
    },
    /// Lines come into a log: by how much does a metric of its filters rise?
    Lines {
        /// The log group.
        group: String,
        /// What is written.
        lines: Vec<String>,
        /// How much one metric has to rise.
        sum: i64,
        /// Within so many minutes.
        within_m: i64,
    },
    /// Ways through the network, each there and back.
    Reach {
        /// Instances, or `internet`.
        from: Vec<String>,
        /// Instances, `internet` or `s3`.
        to: Vec<String>,
        /// Which TCP ports.
        ports: PortsAsked,
        /// What has to be.
        wanted: WayWanted,
    },
    /// Whether a role may do something.
    May {
        /// The role, by name or ARN.
        who: String,
        /// `s3:GetObject`.
        action: String,
        /// Each of these resources.
        on: Vec<String>,
        /// The VPC whose endpoint is passed, where it has one.
        through: Option<String>,
        /// Whether it has to be allowed, or denied.
        allowed: bool,
    },
    /// What a command of the console finds.
    Ask(Sought),
}

/// What a command finds, counted.
///
/// Elements of a list, a number, or 1 for anything else that is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought {
    /// `aws ...`, with `--query`.
    pub command: String,
    /// At least so many.
    pub min: i64,
    /// At most so many; nothing for no end.
    pub max: Option<i64>,
}

/// What has to be heard of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabHeard {
    /// Something was published: to this topic, or to any where it names none.
    Published(Option<String>),
    /// Nothing was published to any topic.
    Nothing,
    /// A mail came to this address; where nothing rang at all, one published to the topic would.
    Mailed {
        /// The address.
        to: String,
        /// Where it is tried if nothing rang.
        or_topic: String,
    },
}

/// Which ports are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortsAsked {
    /// These.
    These(Vec<u16>),
    /// The usual ones, and the edges of every rule of the groups.
    Any,
}

/// What a way has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayWanted {
    /// The other end is reached.
    Reached,
    /// It is not.
    Blocked,
    /// The way takes this (`igw`, `nat`, `vpce` or `local`), whether or not it is blocked behind it.
    Takes(String),
    /// The way does not take this, whether or not it is blocked before it.
    Avoids(String),
}
