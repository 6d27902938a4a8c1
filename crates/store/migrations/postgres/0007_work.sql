-- The twin stands in ../sqlite under the same number; only the surrogate key differs.
-- Consequences with a queue, a payload and a lease; they take the place of `jobs`, whose known rows move over
-- at the start. One row a queue and key, however often it is asked for.
CREATE TABLE work (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue TEXT NOT NULL,
  -- What it is about: asked for twice, it waits once.
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- JSON; a kind says which. Whoever does not know the kind leaves the row alone.
  payload TEXT NOT NULL,
  -- Lower comes first, whatever waits: nobody queues behind what is done for everybody.
  rank BIGINT NOT NULL DEFAULT 0,
  run_at BIGINT NOT NULL,
  -- How often it was asked for: who finishes an older one leaves the newer to be carried out.
  generation BIGINT NOT NULL DEFAULT 1,
  -- How often it was begun since it was asked for; a process that dies over it counts.
  attempts BIGINT NOT NULL DEFAULT 0,
  -- Number of the latest lease: who held an earlier one changes nothing any more.
  lease BIGINT NOT NULL DEFAULT 0,
  leased_by TEXT,
  leased_until BIGINT,
  -- How far a long one is.
  done BIGINT,
  total BIGINT,
  -- Given up, and why it failed last.
  dead_at BIGINT,
  cause TEXT,
  created_at BIGINT NOT NULL,
  UNIQUE (queue, key)
);
CREATE INDEX work_due ON work (queue, rank, run_at, id) WHERE dead_at IS NULL;
CREATE INDEX work_dead ON work (dead_at, id) WHERE dead_at IS NOT NULL;
