//! A file as the rules see it, and what a rule finds in it.

use std::{fmt, path::Path};

use super::rust_text::RustText;

/// A fault fails the run; a warning is a prompt to think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Warning,
    Fault,
}

/// One breach of one rule at one place.
#[derive(Debug)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub severity: Severity,
    pub message: String,
}

/// A text file of the tree, with what the rules ask of it worked out once.
pub struct SourceFile {
    pub path: String,
    pub text: String,
    pub rust: Option<RustText>,
}

impl SourceFile {
    /// A file as the rules see it.
    pub fn new(path: &str, text: &str) -> SourceFile {
        let rust = path.ends_with(".rs").then(|| RustText::new(path, text));
        SourceFile { path: path.to_owned(), text: text.to_owned(), rust }
    }

    pub fn extension(&self) -> &str {
        Path::new(&self.path).extension().and_then(|extension| extension.to_str()).unwrap_or_default()
    }

    pub fn is_script(&self) -> bool {
        matches!(self.extension(), "js" | "mjs" | "cjs")
    }

    pub fn is_vendored(&self) -> bool {
        self.path.split('/').any(|part| part == "vendor")
    }

    pub fn fault(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, severity: Severity::Fault, message: message.into() }
    }

    pub fn warning(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { severity: Severity::Warning, ..self.fault(line, message) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning: ",
            Severity::Fault => "",
        };
        write!(f, "{}:{}: {severity}{}", self.path, self.line, self.message)
    }
}
