//! What a job does, as the team reads it.

pub(super) const TEXTS: &[(&str, &str)] = &[
    ("job.score", "Score a sitting"),
    ("job.look", "Bring somebody's badges in line with what they hold"),
    ("job.unlisted", "Give badges of before their place in a status list"),
    ("job.follow-up", "Tell everybody whom an applied change touches"),
    ("job.dated-facts", "Bring everybody's badges in line with what the programme says of today"),
    ("job.proof", "Mail the link that proves an address"),
    ("job.invitation", "Mail an invitation"),
    ("job.new-password", "Mail a link to a new password"),
    ("job.sign-in", "Mail a link that signs in"),
    ("job.new-address", "Mail the link that proves another address"),
    ("job.address-left", "Mail to an address that an account left"),
    ("job.crew-invitation", "Mail an invitation to a crew"),
    ("job.notice", "Mail what an inbox cannot say"),
    ("job.tell-preparation", "Tell a learning record store"),
    ("job.read-import", "Read a file of questions"),
    ("job.put-to-use", "Put the items of a form that is given to its use"),
    ("job.unknown", "Something of another release: {kind}"),
];
