-- Where one level of the full-text index had 16 parts, SQLite merged it within the next save, however large it was
-- (measured: 13 s for 100,000 cases that had been brought in together). With 200 the small steps of `automerge` and the
-- nightly merge (src/keeping/search-index.ts) are there first.
INSERT INTO case_search (case_search, rank) VALUES ('crisismerge', 200);

-- What belongs to one case is found by it; a clock that is taken away asks which messages spoke of it; few of those who
-- are to be called back asked to be called later.
CREATE INDEX extensions_case ON extensions (case_id);
CREATE INDEX messages_clock ON messages (clock_id) WHERE clock_id IS NOT NULL;
CREATE INDEX cases_call_later ON cases (call_after) WHERE status = 'callback' AND call_after IS NOT NULL;
