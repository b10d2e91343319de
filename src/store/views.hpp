// SPDX-License-Identifier: Apache-2.0
// The views that answer the common questions. docs/schema.md explains them.
#pragma once

namespace shadowdiff::store {

// The example of a finding is its smallest reproducer (slot 1), and the first place in it.
inline constexpr char views[] = R"sql(
CREATE VIEW finding AS
SELECT f.fingerprint, f.route, f.pattern, f.kind, f.severity, f.exchanges, f.places, f.reproduced,
       f.broken, f.first_seen_us, f.last_seen_us,
       coalesce(e.id, '') AS example_id,
       coalesce(d.path, '') AS example_path,
       coalesce(d.legacy, '') AS example_legacy,
       coalesce(d.candidate, '') AS example_candidate,
       (SELECT count(*) FROM exchange_fingerprint l WHERE l.fingerprint_key = f.key) AS kept
FROM fingerprint f
LEFT JOIN example x ON x.fingerprint_key = f.key AND x.slot = 1
LEFT JOIN exchange e ON e.key = x.exchange_key
LEFT JOIN difference d ON d.exchange_key = e.key AND d.number = (
    SELECT min(number) FROM difference o
    WHERE o.exchange_key = e.key AND o.fingerprint = f.fingerprint AND o.standing = 'finding')
WHERE f.standing = 'finding'
ORDER BY CASE f.severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 WHEN 'low' THEN 2 ELSE 3 END,
         f.exchanges DESC, f.route, f.pattern, f.kind;
CREATE VIEW balanced_tally AS
SELECT minute, route, verdict, reason, severity, n FROM tally
UNION ALL
SELECT started_at_us / 60000000, '', 'dropped', 'crashed', 'none',
       seen - (SELECT coalesce(sum(n), 0) FROM tally)
FROM run WHERE seen > (SELECT coalesce(sum(n), 0) FROM tally);
CREATE VIEW ledger AS
SELECT verdict, reason, sum(n) AS n FROM balanced_tally
GROUP BY verdict, reason ORDER BY verdict, reason;
CREATE VIEW kept AS
SELECT t.verdict, t.reason, t.n,
       coalesce(e.n, 0) AS kept, coalesce(e.whole, 0) AS whole
FROM ledger t
LEFT JOIN (SELECT verdict, reason, count(*) AS n, sum(is_whole) AS whole
           FROM exchange GROUP BY verdict, reason) e USING (verdict, reason);
CREATE VIEW route_summary AS
SELECT route,
       sum(n) AS seen,
       sum(CASE WHEN verdict IN ('match', 'equivalent', 'noise', 'drift', 'mismatch')
                THEN n ELSE 0 END) AS judged,
       sum(CASE WHEN verdict = 'mismatch' AND severity IN ('medium', 'high')
                THEN n ELSE 0 END) AS mismatches,
       sum(CASE WHEN verdict = 'mismatch' AND severity = 'low' THEN n ELSE 0 END)
           AS low_mismatches
FROM balanced_tally GROUP BY route ORDER BY mismatches DESC, seen DESC, route;
CREATE VIEW minute_summary AS
SELECT strftime('%Y-%m-%dT%H:%MZ', minute * 60, 'unixepoch') AS minute,
       sum(n) AS seen,
       sum(CASE WHEN verdict = 'mismatch' THEN n ELSE 0 END) AS mismatches,
       sum(CASE WHEN verdict = 'dropped' THEN n ELSE 0 END) AS dropped
FROM tally GROUP BY tally.minute ORDER BY tally.minute;
)sql";

}  // namespace shadowdiff::store
