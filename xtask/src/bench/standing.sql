-- The AWS rules over rows of passes, as one query, for one range of people; `bench standing` joins two of
-- these with UNION ALL and takes the faster of that and the whole.
--
-- A pass renews or earns for three years, and renews what stands below if it is active on that day. So the
-- days that may carry a certification (`counted`) form chains without a gap of more than three years; a
-- chain with a pass of its own is alive from that pass on, and the last such chain is what is held. What
-- gives no later end changes nothing: 29 February after 28 February, three years on.
(SELECT DISTINCT ON (holder)
  (holder / 16)::int AS person, (holder % 16)::int AS certification,
  min(day) FILTER (WHERE own) AS earned_on, max(day) FILTER (WHERE own OR later) AS valid_from
FROM (
  SELECT holder, day, own, later,
    count(*) FILTER (WHERE starts)
      OVER (PARTITION BY holder ORDER BY day, place ROWS UNBOUNDED PRECEDING) AS chain
  FROM (
    SELECT holder, day, place, own,
      coalesce((before + interval '3 years')::date < day, true) AS starts,
      coalesce((before + interval '3 years')::date < (day + interval '3 years')::date, true) AS later
    FROM (
      SELECT e.person::bigint * 16 + r.lower AS holder, e.day, e.place, r.lower = e.certification AS own,
        lag(e.day) OVER (PARTITION BY e.person::bigint * 16 + r.lower ORDER BY e.day, e.place) AS before
      FROM event e JOIN reach r ON r.upper = e.certification
      WHERE e.passed AND e.day < r.gone_on AND e.person BETWEEN :from AND :to
    ) AS reached
  ) AS counted
) AS chained
GROUP BY holder, chain HAVING bool_or(own) ORDER BY holder, chain DESC)
