//! Why a document has no quads.

/// Deepest nesting of a document:
/// 1EdTech's deepest example has 10 levels; the walk and the parser recurse.
pub const MAX_DEPTH: usize = 32;

/// Why a document has no quads: each message names the place.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum JsonLdError {
    /// A property the contexts do not define: it would drop out of what is signed.
    #[error("the property \"{term}\" at {path} is not defined by the document's contexts")]
    UndefinedTerm {
        /// The property's name as written.
        term: String,
        /// JSON pointer of the object that has it.
        path: String,
    },
    /// A type the contexts do not define.
    #[error("the type \"{term}\" at {path} is not defined by the document's contexts")]
    UndefinedType {
        /// The type as written.
        term: String,
        /// JSON pointer of the object that has it.
        path: String,
    },
    /// A value that must be an absolute URL and is not.
    #[error("\"{value}\" at {path} must be a complete URL")]
    RelativeReference {
        /// The value as written.
        value: String,
        /// JSON pointer of the value.
        path: String,
    },
    /// A context that is not among the pinned ones.
    #[error("the context \"{0}\" is not one of the contexts this program knows")]
    UnknownContext(String),
    /// A context written into the document, or none at all.
    #[error("the context at {path} must be a list of known URLs, not {found}")]
    ContextForm {
        /// JSON pointer of the context.
        path: String,
        /// What was found instead.
        found: &'static str,
    },
    /// A JSON form that JSON-LD would drop or that credentials do not use.
    #[error("{what} at {path} would not be covered by a signature")]
    Dropped {
        /// What was found.
        what: &'static str,
        /// JSON pointer of it.
        path: String,
    },
    /// A nested object has the document's own id and says more than its type.
    #[error("the object at {0} has the credential's own id and would share its statements")]
    Displaced(String),
    /// The document is larger, deeper or has more unnamed parts than allowed.
    #[error("the document has more {what} than the limit of {limit}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The JSON-LD processor refused the document.
    #[error("the document is not valid JSON-LD: {0}")]
    Processor(String),
}
