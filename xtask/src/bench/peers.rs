//! Figures of other systems, measured on another day: put beside ours, never mixed with them.

/// Moodle 4.3 and Kolibri 0.19.5, with what differs.
pub const TABLE: &str = "\
## Beside others (not measured in this run)

Measured elsewhere on 2026-11-23, on 2 shared cores with nothing else running on them: client and server on
the same cores, 16 connections = 16 candidates with an attempt each, wrk 4.1.0, about 12 s a run. Moodle 4.3
on PHP 8.2 FPM, nginx and PostgreSQL 15; Kolibri 0.19.5 as one process on SQLite. Memory is PSS, ours is RSS.

| path | per second | p50 | p99 | CPU per request | memory |
|---|---:|---:|---:|---:|---:|
| Moodle autosave, default | 66 | 240 ms | 329 ms | 29.6 ms | 155 MiB |
| Moodle autosave, `dbpersist=1` | 125 | 126 ms | 175 ms | 15.5 ms | 184 MiB |
| Moodle next page (committed), `dbpersist=1` | 100 | 138 ms | 346 ms | 19.5 ms | 179 MiB |
| Moodle item page (149 kB), `dbpersist=1` | 32 | 474 ms | 696 ms | 60 ms | 214 MiB |
| Kolibri save | 50 | 141-164 ms | 4.2-5.1 s | 21.3 ms | 176-180 MiB |
| Kolibri shell page (156 kB) | 93 | 183 ms | 430 ms | 13.9 ms | 189 MiB |

How the work differs:
- A Moodle save loads the attempt through the question engine and works on several databases alike; ours
  appends one row to an embedded database and holds open sittings in memory. Moodle's commit and ours are
  durable before the acknowledgement.
- Moodle sends one item as a page of 149 kB. Ours sends the whole sitting (65 items) once as JSON, and no
  page after it.
- Page times of ours are of one request at a time, theirs under 16 connections. Compare saves with saves: the
  row with 16 connections has the same shape.
- Their 16 candidates had an attempt each; our connections share four sittings, with items of their own.
- Their client was wrk; ours is this program, which takes more of the shared processor for itself.
";
