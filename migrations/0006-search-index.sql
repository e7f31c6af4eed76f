-- Where one level of the full-text index had 16 parts, SQLite merged it within the next save, however large it was
-- (measured: 13 s for 100,000 cases that had been brought in together). With 200 the small steps of `automerge` and the
-- nightly merge (src/keeping/search-index.ts) are there first.
INSERT INTO case_search (case_search, rank) VALUES ('crisismerge', 200);
