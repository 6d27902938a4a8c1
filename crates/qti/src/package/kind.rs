//! Of what kinds the resources of a package are.

/// Of what kind a resource is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    /// One question.
    Item,
    /// A test.
    Test,
    /// A section of a test, in a file of its own.
    Section,
    /// A text that items share.
    Stimulus,
    /// A template of response processing.
    ResponseTemplate,
    /// Outcome processing, or a part of it, in a file of its own.
    Outcomes,
    /// A part that others include.
    Fragment,
    /// Statistics of use.
    UsageData,
    /// Metadata in a file of its own.
    Metadata,
    /// A stylesheet.
    Style,
    /// A picture, a sound, a page.
    #[default]
    Media,
    /// Questions of QTI 1.2, as Common Cartridge and Canvas have them.
    Qti12,
    /// What is neither QTI nor media: links to tools, discussions, ….
    Foreign,
}

impl ResourceKind {
    /// What a resource's `type` means, in any version.
    pub fn of(declared: &str) -> Self {
        let word = declared.trim().to_ascii_lowercase();
        let has = |part: &str| word.contains(part);
        let is_old = has("imsqti_xmlv1p2") || has("assessment_xmlv1p2");
        match () {
            () if is_old => ResourceKind::Qti12,
            () if has("imsqti_item") || has("imsqti_apipitem") => ResourceKind::Item,
            () if has("imsqti_section") || has("imsqti_apipsection") => ResourceKind::Section,
            () if has("imsqti_test") || has("imsqti_assessment") || has("imsqti_apiptest") => {
                ResourceKind::Test
            }
            () if has("imsqti_stimulus") => ResourceKind::Stimulus,
            () if has("imsqti_rptemplate") || has("imsqti_resprocessing") => ResourceKind::ResponseTemplate,
            () if has("imsqti_outcomes") => ResourceKind::Outcomes,
            () if has("imsqti_fragment") => ResourceKind::Fragment,
            () if has("usagedata") => ResourceKind::UsageData,
            () if has("metadata") || has("controlfile") => ResourceKind::Metadata,
            () if word.starts_with("css") => ResourceKind::Style,
            () if word == "webcontent" || has("learning-application-resource") || word == "pls" => {
                ResourceKind::Media
            }
            () => ResourceKind::Foreign,
        }
    }

    /// The word for it in a manifest of QTI 3.0.
    pub fn word(self) -> &'static str {
        match self {
            ResourceKind::Item => "imsqti_item_xmlv3p0",
            ResourceKind::Test => "imsqti_test_xmlv3p0",
            ResourceKind::Section => "imsqti_section_xmlv3p0",
            ResourceKind::Stimulus => "imsqti_stimulus_xmlv3p0",
            ResourceKind::ResponseTemplate => "imsqti_rptemplate_xmlv3p0",
            ResourceKind::Outcomes => "imsqti_outcomes_xmlv3p0",
            ResourceKind::Fragment => "imsqti_fragment_xmlv3p0",
            ResourceKind::UsageData => "qtiusagedata/xml",
            ResourceKind::Metadata => "resourcemetadata/xml",
            ResourceKind::Style => "css3",
            ResourceKind::Media => "webcontent",
            ResourceKind::Qti12 | ResourceKind::Foreign => "extension",
        }
    }
}
