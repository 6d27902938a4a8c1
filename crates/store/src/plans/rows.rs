//! A filled store: so many rows that reading a whole table is never the cheapest way, in two seconds.
//!
//! One text for both databases. Instants are small numbers, so that the 50 of every question lies among them;
//! days are 60 of the last quarter of 2025.

/// Every table.
pub(super) const TABLES: &[&str] = &[
    "addresses",
    "analysis_experts",
    "analysis_ratings",
    "audit_log",
    "credential_versions",
    "credentials",
    "crew_assignments",
    "crew_invitations",
    "crew_members",
    "crew_shares",
    "crew_sums",
    "crews",
    "exam_form_events",
    "exam_form_items",
    "exam_forms",
    "grants",
    "history",
    "item_batch_items",
    "item_batches",
    "item_contents",
    "item_drafts",
    "item_events",
    "item_import_media",
    "item_import_parts",
    "item_import_questions",
    "item_imports",
    "item_scopes",
    "item_seats",
    "item_seen",
    "item_shared_texts",
    "item_tags",
    "item_texts",
    "item_version_files",
    "item_versions",
    "items",
    "jobs",
    "links",
    "messages",
    "meta",
    "outcome_consents",
    "persons",
    "practice_analyses",
    "practice_answers",
    "practice_exposures",
    "practice_responses",
    "practice_runs",
    "practice_sittings",
    "practices",
    "prep_enrolments",
    "prep_events",
    "prep_ticks",
    "prepared_changes",
    "prepared_files",
    "programme_files",
    "programme_proposals",
    "programme_trees",
    "programme_versions",
    "readiness_fits",
    "readiness_readings",
    "registrations",
    "response_steps",
    "second_answers",
    "sessions",
    "signing_keys",
    "sitting_notes",
    "sittings",
    "status_entries",
    "status_lists",
    "team_notes",
    "work",
];

/// Rows of each table: how many, into which columns, and of what; `i` counts from 1.
const ROWS: &[(usize, &str, &str)] = &[
    (
        4_000,
        "persons (id, email, name, role, story, created_at, search_key, closed_at)",
        "'p' || i, 'p' || i || '@example.org', 'Person ' || (i % 1000), 'candidate', \
         CASE WHEN i <= 8 THEN 'A story.' END, i, 'person ' || (i % 1000) || ' p' || i || '@example.org', \
         CASE WHEN i % 500 = 0 THEN i END",
    ),
    (
        4_000,
        "addresses (person_id, address, is_primary, verified_at, verified_how, created_at)",
        "'p' || i, 'p' || i || '@example.org', 1, i, 'record', i",
    ),
    // A person of the team in four hundred.
    (
        20,
        "grants (id, person_id, role, scope_kind, scope_id, from_at, granted_by, granted_at, reason)",
        "'g' || i, 'p' || (i * 200), 'administrator', 'all', '', i, 'command line', i, 'So.'",
    ),
    (
        8_000,
        "audit_log (id, done_at, done_by, act, about, said)",
        "'l' || i, i, 'p' || (i % 20), 'accounts.make-link', 'p' || (i % 4000 + 1), '{}'",
    ),
    (
        8_000,
        "sessions (id, token_hash, person_id, csrf, user_agent, created_at, seen_at, expires_at)",
        "'s' || i, 't' || i, 'p' || (i % 4000 + 1), 'c', 'Firefox', i, i, i + 40",
    ),
    (
        8_000,
        "registrations (id, person_id, exam, state, registered_on, sit_from, created_at)",
        "'r' || i, 'p' || (i % 4000 + 1), 'E' || (i / 4000), \
         CASE WHEN i % 50 = 0 THEN 'open' ELSE 'used' END, \
         '2025-' || (10 + i % 3) || '-' || (10 + i % 20), '2025-09-01', i",
    ),
    // The latest hundred run.
    (
        8_000,
        "sittings (id, registration_id, person_id, exam, form, seed, started_on, started_at, deadline_at, \
         submitted_at, scored_at)",
        "'s' || i, 'r' || i, 'p' || (i % 4000 + 1), 'E' || (i % 20), 'F', i, \
         '2025-' || (10 + i % 3) || '-' || (10 + i % 20), i, i + 60, \
         CASE WHEN i <= 7900 THEN i + 50 END, CASE WHEN i <= 7900 THEN i + 51 END",
    ),
    (
        20_000,
        "response_steps (sitting_id, position, seq, response, flagged, saved_at)",
        "'s' || (i % 8000 + 1), i / 8000 + 1, 1, '[]', 0, i",
    ),
    (
        8_000,
        "sitting_notes (sitting_id, noted_at, kind, writer_from, writer_to, device)",
        "'s' || i, i, 'started', '', 'w', 'Firefox'",
    ),
    (
        8_000,
        "history (person_id, happened_on, kind, exam, sitting_id, recorded_at)",
        "'p' || (i % 4000 + 1), '2025-' || (10 + i % 3) || '-' || (10 + i % 20), \
         CASE WHEN i % 4 = 0 THEN 'fail' WHEN i % 4 = 1 THEN 'pass' ELSE 'credit' END, 'E1', 's' || i, i",
    ),
    (
        4_000,
        "credentials (id, person_id, certification, earned_on, created_at)",
        "'c' || i, 'p' || i, 'C' || (i % 10), '2025-09-01', i",
    ),
    (
        8_000,
        "credential_versions (credential_id, version, valid_from, valid_until, why, prepared, prepared_at, \
         signed, signed_at, published_at)",
        "'c' || (i % 4000 + 1), i / 4000 + 1, '2025-09-01', '2025-' || (10 + i % 3) || '-' || (10 + i % 20), \
         '', '{}', i, '{}', i, i",
    ),
    (2, "status_lists (list, created_at)", "i, i"),
    (
        4_000,
        "status_entries (list, place, credential_id, version, taken_back_at)",
        "i % 2 + 1, i, 'c' || i, 1, CASE WHEN i % 100 = 0 THEN i END",
    ),
    (
        4_000,
        "team_notes (id, person_id, text, written_by, written_at)",
        "'n' || i, 'p' || (i % 2000 + 1), 'A note.', 'p' || (i % 20 + 1), i",
    ),
    // One in a hundred is given up.
    (
        4_000,
        "work (queue, key, kind, payload, run_at, created_at, dead_at)",
        "CASE WHEN i % 2 = 0 THEN 'p50' ELSE 'other' END, 'k' || i, 'look', '{}', i, i, \
         CASE WHEN i % 100 = 0 THEN i END",
    ),
    (200, "jobs (kind, subject, run_at, created_at)", "'issue', 'p' || i, i, i"),
    (
        8_000,
        "messages (person_id, topic, subject, body, created_at)",
        "'p' || (i % 4000 + 1), 't' || (i / 4000), 'A headline', 'A text.', i",
    ),
    (
        4_000,
        "links (token_hash, purpose, person_id, address, made_by, made_at, ends_at)",
        "'t' || i, 'claim', 'p' || i, 'p' || i || '@example.org', 'command line', i, i + 60",
    ),
    (
        4_000,
        "practices (id, person_id, practice_set, seed, started_at, items)",
        "'x' || i, 'p' || i, 'set', i, i, 10",
    ),
    (
        8_000,
        "practice_answers (practice_id, position, response, answered_at)",
        "'x' || (i % 4000 + 1), i / 4000 + 1, '[]', i",
    ),
    (
        8_000,
        "practice_runs (id, person_id, exam, mode, scope, seed, items, tree, started_at)",
        "'x' || i, 'p' || (i % 4000 + 1), 'E1', 'learn', '{}', i, '[]', 't', i",
    ),
    (
        16_000,
        "practice_responses (run_id, item, seq, command, response, is_right, answered_at)",
        "'x' || (i % 8000 + 1), 'i' || (i / 8000), 1, 'c' || i, '[]', i % 2, i",
    ),
    (
        4_000,
        "practice_sittings (run_id, person_id, practice_set, deadline_at, seen_before, writer, saves, \
         submitted_at)",
        "'x' || i, 'p' || i, 'SET', i, 0, '', 0, CASE WHEN i % 20 > 0 THEN i END",
    ),
    (
        40_000,
        "practice_exposures (person_id, family, version, exam, pool, shown_at, answered_at, is_right)",
        "'p' || (i % 4000 + 1), 'i' || (i / 4000), 'v', 'E1', 'drill', i, CASE WHEN i % 3 > 0 THEN i END, \
         CASE WHEN i % 3 > 0 THEN i % 2 END",
    ),
    (4_000, "prep_enrolments (id, person_id, certification, started_at)", "'n' || i, 'p' || i, 'C1', i"),
    (
        8_000,
        "prep_events (enrolment_id, seq, command, happened_at, event)",
        "'n' || (i % 4000 + 1), i / 4000 + 1, 'c' || i, i, '{}'",
    ),
    (
        8_000,
        "readiness_readings (person_id, exam, read_on, model, reading)",
        "'p' || (i % 4000 + 1), 'E1', 'd' || (i / 4000), '1', '{}'",
    ),
    (2_000, "outcome_consents (person_id, given_at)", "'p' || i, i"),
    (100, "readiness_fits (exam, month, model, fit)", "'E' || i, 'd' || i, '1', '{}'"),
    (1_000, "crews (id, name, lead_id, made_at)", "'w' || i, 'A crew', 'p' || i, i"),
    (
        4_000,
        "crew_invitations (id, crew_id, address, token_hash, invited_at, ends_at)",
        "'v' || i, 'w' || (i % 1000 + 1), 'p' || i || '@example.org', 't' || i, i, i + 60",
    ),
    (
        4_000,
        "crew_members (id, crew_id, person_id, address, joined_at)",
        "'m' || i, 'w' || (i % 1000 + 1), 'p' || i, 'p' || i || '@example.org', i",
    ),
    (
        8_000,
        "crew_shares (member_id, scope, is_on, changed_at)",
        "'m' || (i % 4000 + 1), 's' || (i / 4000), i % 2, i",
    ),
    (
        8_000,
        "crew_assignments (id, crew_id, address, kind, what, note, assigned_at)",
        "'a' || i, 'w' || (i % 1000 + 1), 'p' || (i % 4000 + 1) || '@example.org', 'plan', 'E' || i, '', i",
    ),
    (2_000, "crew_sums (crew_id, people, shown_at)", "'w' || (i % 1000 + 1), 'm' || i, i"),
    (4_000, "prep_ticks (person_id, exam, step, ticked_at)", "'p' || i, 'E1', 'read', i"),
    (
        200,
        "item_imports (id, made_by, made_at, file_name, digest, bytes, state)",
        "'i' || i, 'p' || i, i, 'bank.xml', 'd' || i, 100, CASE WHEN i > 195 THEN 'ready' ELSE 'kept' END",
    ),
    (200, "item_import_parts (import_id, number, content)", "'i' || i, 1, 'AAAA'"),
    (
        60,
        "exam_forms (id, exam, name, state, revision, seed, made_by, made_at, edited_by)",
        "'f' || i, 'E' || (i % 4), 'E' || (i % 4) || '-' || i, \
         CASE WHEN i % 3 = 0 THEN 'frozen' ELSE 'open' END, 1, '7', 'p1', i, 'p1'",
    ),
    (
        3_900,
        "exam_form_items (form_id, place, item, purpose, version)",
        "'f' || (i % 60 + 1), i / 60 + 1, 'item-' || i, 'scored', CASE WHEN i % 3 = 0 THEN 1 END",
    ),
    (
        3_000,
        "exam_form_events (form_id, number, kind, done_by, done_at)",
        "'f' || (i % 60 + 1), i / 60 + 1, 'swapped', 'p' || (i % 20), i",
    ),
    (
        8_000,
        "item_import_questions (import_id, number, identifier, title, kinds, line, verdict, item, mark, \
         remarks, metadata)",
        "'i' || (i % 200 + 1), i / 200 + 1, 'q' || i, 'A question', 'choice', i, \
         CASE WHEN i % 20 = 0 THEN 'refused' ELSE 'whole' END, '<item/>', 'm' || i, '[]', '{}'",
    ),
    (
        2_000,
        "item_import_media (import_id, path, media_type, digest, bytes, content)",
        "'i' || (i % 200 + 1), 'media/' || i || '.png', 'image/png', 'd' || i, 3, 'AAAA'",
    ),
    (
        8_000,
        "item_drafts (id, identifier, title, kinds, item, mark, metadata, state, import_id, \
         import_number, made_by, made_at)",
        "'d' || i, 'q' || i, 'A question', 'choice', '<item/>', 'm' || i, '{}', 'draft', \
         'i' || (i % 200 + 1), i / 200 + 1, 'p1', i",
    ),
    (
        8_000,
        "items (id, pool, exam, slug, seq, latest, state, live, live_state, domain, task, skill, kind, \
         level, artefact, title, author, comments_open, made_at, changed_at)",
        "'x' || i, CASE WHEN i % 3 = 0 THEN 'practice' ELSE 'exam' END, 'E' || (i % 4), 'item-' || i, 1, 1, \
         CASE WHEN i % 10 = 0 THEN 'in-review' WHEN i % 5 = 0 THEN 'draft' ELSE 'scored' END, \
         CASE WHEN i % 5 = 0 THEN NULL ELSE 1 END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'scored' END, \
         '' || (i % 5 + 1), (i % 5 + 1) || '.' || (i % 3 + 1), (i % 5 + 1) || '.' || (i % 3 + 1) || '.1', \
         'multiple-choice', 'apply', '', 'A question', 'p' || (i % 20), 0, i, i",
    ),
    (200, "item_contents (digest, content, base64)", "'d' || i, 'Text.', 0"),
    (
        8_000,
        "item_versions (item_id, number, mark, asked, made_by, made_at, why)",
        "'x' || i, 1, 'm' || i, 'a' || i, 'p1', i, ''",
    ),
    (8_000, "item_version_files (item_id, number, name, digest)", "'x' || i, 1, 'f', 'd' || (i % 200 + 1)"),
    (
        8_000,
        "item_events (item_id, seq, kind, done_by, done_at, event)",
        "'x' || i, 1, 'begun', 'p' || (i % 20), i, '{}'",
    ),
    (
        400,
        "item_events (item_id, seq, kind, done_by, done_at, event)",
        "'x' || (i * 20), 2, 'answered', 'p' || (i % 20), i, '{}'",
    ),
    (
        1_000,
        "second_answers (exam, item, reader, kind, asked)",
        "'E' || (i % 4), 'item-' || i, 'reader-1', 'machine', 'a' || i",
    ),
    (
        4_000,
        "item_seats (item_id, reviewer, due_on, until_at, answered, decided)",
        "'x' || (i * 2), 'p' || (i % 40 + 1), '2025-10-10', NULL, 0, i % 2",
    ),
    (8_000, "item_tags (item_id, tag)", "'x' || i, 't' || (i % 40)"),
    (400, "item_shared_texts (item_id, pool, exam, name)", "'x' || i, 'exam', 'E1', 'case' || (i % 40)"),
    (8_000, "item_texts (place, words)", "i, 'word' || (i % 400) || ' other' || i"),
    (100, "item_scopes (person_id, exam, domain, given_by, given_at)", "'p' || i, 'E1', '', 'p1', i"),
    (400, "item_seen (person_id, exam, how, seen_at)", "'p' || i, 'E1', 'wrote', i"),
    (200, "item_batches (id, kind, said, done_by, done_at, items)", "'b' || i, 'tag', '{}', 'p1', i, 20"),
    (4_000, "item_batch_items (batch_id, item_id, seq, before)", "'b' || (i % 200 + 1), 'x' || i, 1, '{}'"),
    (
        20,
        "practice_analyses (id, exam, title, asked, made_by, made_at, closes_on)",
        "'n' || i, 'E1', 'A study', '[]', 'p1', i, '2025-10-01'",
    ),
    (
        400,
        "analysis_experts (id, analysis_id, name, about, token_hash, invited_at)",
        "'x' || i, 'n' || (i % 20 + 1), 'Somebody', 'Does it daily', 't' || i, i",
    ),
    (
        5_200,
        "analysis_ratings (expert_id, task, importance, frequency, rated_at)",
        "'x' || (i % 400 + 1), 'k' || (i / 400), i % 5 + 1, 3, i",
    ),
    (20, "prepared_changes (id, title, about, made_by, made_at)", "'c' || i, 'A change', '', 'p1', i"),
    (200, "prepared_files (change_id, path, content, base64)", "'c' || (i % 20 + 1), 'f' || i, 'Text.', 0"),
    (3, "meta (key, value)", "'k' || i, 'v'"),
    (1, "signing_keys (id, seed, created_at)", "'k' || i, 's', i"),
    (200, "programme_files (digest, content, base64)", "'d' || i, 'Text.', 0"),
    (1_000, "programme_trees (tree, path, file)", "'t' || (i % 5 + 1), 'f' || (i / 5), 'd' || (i % 200 + 1)"),
    (
        5,
        "programme_versions (number, tree, applied_by, applied_on, applied_at)",
        "i, 't' || i, 'p' || i, '2025-09-01', i",
    ),
    (
        20,
        "programme_proposals (id, tree, title, plan, state, proposed_by, proposed_at)",
        "'h' || i, 't1', 'A change', '{}', CASE WHEN i = 20 THEN 'open' ELSE 'applied' END, 'p' || i, i",
    ),
];

/// The statements that fill a store and let the database count what it has.
pub(super) fn filling() -> Vec<String> {
    for table in TABLES {
        let filled = ROWS.iter().any(|(_, into, _)| into.split(' ').next() == Some(table));
        assert!(filled, "{table} has no rows in crates/store/src/plans/rows.rs");
    }
    let row = |(many, into, of): &(usize, &str, &str)| {
        format!(
            "WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < {many}) \
             INSERT INTO {into} SELECT {of} FROM counted"
        )
    };
    let mut statements: Vec<String> = ROWS.iter().map(row).collect();
    statements.push("ANALYZE".to_owned());
    statements
}
