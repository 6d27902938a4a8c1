//! What a badge's page says to other sites: the profile on LinkedIn, previews of links, a picture to embed.

use assay_kernel::Date;
use maud::{Markup, html};

use crate::preview;

/// A badge as other sites are told of it.
pub(super) struct Shared<'a> {
    /// What was awarded.
    pub(super) title: &'a str,
    /// By whom.
    pub(super) issuer: &'a str,
    /// To whom, where the holder shows it.
    pub(super) holder: Option<&'a str>,
    /// The badge's address.
    pub(super) url: &'a str,
    /// The address of its picture.
    pub(super) picture: &'a str,
    /// The address of the picture that previews show; none where there is no PNG to make it of.
    pub(super) preview: Option<String>,
    /// Its number.
    pub(super) number: &'a str,
    /// Day of the award.
    pub(super) awarded_on: Date,
    /// Last valid day.
    pub(super) until: Option<Date>,
}

impl Shared<'_> {
    /// LinkedIn's form for a licence or certification, filled in: a plain link, and nothing is sent before
    /// somebody follows it.
    pub(super) fn linkedin(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("startTask", "CERTIFICATION_NAME");
        query.append_pair("name", self.title);
        query.append_pair("organizationName", self.issuer);
        query.append_pair("issueYear", &self.awarded_on.year().to_string());
        query.append_pair("issueMonth", &self.awarded_on.month().to_string());
        if let Some(until) = self.until {
            query.append_pair("expirationYear", &until.year().to_string());
            query.append_pair("expirationMonth", &until.month().to_string());
        }
        query.append_pair("certUrl", self.url);
        query.append_pair("certId", self.number);
        format!("https://www.linkedin.com/profile/add?{}", query.finish())
    }

    /// Tags by which chats and networks show a preview (ogp.me). They keep it for weeks, so it says nothing
    /// that can change but the name, which its holder chose to show.
    pub(super) fn preview_tags(&self) -> Markup {
        let about = match self.holder {
            Some(holder) => format!("Awarded to {holder} by {}.", self.issuer),
            None => format!("A badge of {}. Open it to see whether it is active today.", self.issuer),
        };
        html! {
            meta name="description" content=(about);
            link rel="canonical" href=(self.url);
            meta property="og:type" content="website";
            meta property="og:site_name" content=(self.issuer);
            meta property="og:title" content=(self.title);
            meta property="og:description" content=(about);
            meta property="og:url" content=(self.url);
            @if let Some(preview) = &self.preview {
                meta property="og:image" content=(preview);
                meta property="og:image:type" content="image/png";
                meta property="og:image:width" content=(preview::WIDTH);
                meta property="og:image:height" content=(preview::HEIGHT);
                meta property="og:image:alt" content={ "Badge: " (self.title) };
                meta name="twitter:card" content="summary_large_image";
            }
        }
    }

    /// A picture that leads to the badge, for somebody's own page.
    pub(super) fn embed(&self) -> String {
        let picture = html! {
            a href=(self.url) {
                img src=(self.picture) alt={ (self.title) ", by " (self.issuer) } width="160" height="160";
            }
        };
        picture.into_string()
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    const SHARED: Shared<'static> = Shared {
        title: "CloudOps & more",
        issuer: "A \"body\"",
        holder: None,
        url: "https://certs.example.org/credentials/crd_1",
        picture: "https://certs.example.org/badge.svg",
        preview: None,
        number: "crd_1",
        awarded_on: date(2025, 10, 1),
        until: Some(date(2028, 9, 30)),
    };

    #[test]
    fn linkedins_form_is_filled_in() {
        assert_eq!(
            SHARED.linkedin(),
            "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=CloudOps+%26+more\
             &organizationName=A+%22body%22&issueYear=2025&issueMonth=10&expirationYear=2028\
             &expirationMonth=9&certUrl=https%3A%2F%2Fcerts.example.org%2Fcredentials%2Fcrd_1&certId=crd_1"
        );
        let endless = Shared { until: None, ..SHARED };
        assert!(!endless.linkedin().contains("expiration"), "what has no end gets none");
    }

    #[test]
    fn a_preview_names_the_holder_only_where_they_show_it() {
        let hidden = SHARED.preview_tags().into_string();
        assert!(!hidden.contains("Awarded to"), "{hidden}");
        let shown = Shared { holder: Some("Noor"), ..SHARED }.preview_tags().into_string();
        assert!(shown.contains("Awarded to Noor by A &quot;body&quot;."), "{shown}");
    }

    #[test]
    fn what_is_embedded_is_text_of_html() {
        let html = SHARED.embed();
        assert!(html.starts_with("<a href=\"https://certs.example.org/credentials/crd_1\"><img src="));
        assert!(html.contains("alt=\"CloudOps &amp; more, by A &quot;body&quot;\""), "{html}");
    }
}
