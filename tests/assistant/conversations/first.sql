-- A database as the first version of the store kept it, for a test of the migrations.
BEGIN TRANSACTION;
CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) );
INSERT INTO "alembic_version" VALUES('first');
CREATE TABLE conversations ( id VARCHAR(64) NOT NULL, owner TEXT NOT NULL, title TEXT NOT NULL, pinned BOOLEAN NOT NULL, created DATETIME NOT NULL, updated DATETIME NOT NULL, deleted DATETIME, PRIMARY KEY (id) );
INSERT INTO "conversations" VALUES('kOR54xhXDsXVdq8GmSqskbrh0XFvk7om','anna','Haircuts',1,'2026-11-23 04:15:44.978807','2026-11-23 04:15:45.113048',NULL);
INSERT INTO "conversations" VALUES('gone','anna','Gone',0,'2026-11-23 04:15:45.150367','2026-11-23 04:15:45.150369','2026-11-23 04:15:45.166418');
CREATE TABLE entries ( id INTEGER NOT NULL, conversation VARCHAR(64) NOT NULL, exchange VARCHAR(64), text TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE, UNIQUE (exchange), FOREIGN KEY(exchange) REFERENCES exchanges (id) ON DELETE CASCADE );
INSERT INTO "entries" VALUES(1,'kOR54xhXDsXVdq8GmSqskbrh0XFvk7om',NULL,'Haircuts');
INSERT INTO "entries" VALUES(2,'kOR54xhXDsXVdq8GmSqskbrh0XFvk7om','17QyzIYr_vkfaULYR9KmB7qs935LWsOZ','An edited question');
INSERT INTO "entries" VALUES(3,'kOR54xhXDsXVdq8GmSqskbrh0XFvk7om','TlywtRIJynjKw0VvWrsSBx8L0E2V6jqx','What is the haircut on bitcoin and 穩定幣?
The haircut is at least 60%.');
INSERT INTO "entries" VALUES(4,'kOR54xhXDsXVdq8GmSqskbrh0XFvk7om','C37G1mI0YAH2ohWTbAxApgXT7YHpx-06','And ether?
Nothing is said.');
INSERT INTO "entries" VALUES(5,'gone',NULL,'Gone');
CREATE VIRTUAL TABLE entries_fts USING fts5(text, content='entries', content_rowid='id', tokenize='trigram');
CREATE TABLE exchanges ( id VARCHAR(64) NOT NULL, conversation VARCHAR(64) NOT NULL, parent VARCHAR(64), number INTEGER NOT NULL, chosen INTEGER NOT NULL, at DATETIME NOT NULL, state VARCHAR(16) NOT NULL, beat DATETIME NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT, error TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE, FOREIGN KEY(parent) REFERENCES exchanges (id) ON DELETE CASCADE );
INSERT INTO "exchanges" VALUES('17QyzIYr_vkfaULYR9KmB7qs935LWsOZ','kOR54xhXDsXVdq8GmSqskbrh0XFvk7om',NULL,1,1,'2026-11-23 04:15:44.988913','failed','2026-11-23 04:15:44.988916','{"text":"An edited question","as_of":"2026-06-01","jurisdictions":["Hong Kong"],"history":[]}','{"top_k":30,"model":false,"strict":true}',NULL,'The server is down.');
INSERT INTO "exchanges" VALUES('TlywtRIJynjKw0VvWrsSBx8L0E2V6jqx','kOR54xhXDsXVdq8GmSqskbrh0XFvk7om',NULL,2,2,'2026-11-23 04:15:45.015732','answered','2026-11-23 04:15:45.028021','{"text":"What is the haircut on bitcoin and 穩定幣?","as_of":"2026-06-01","jurisdictions":["Hong Kong"],"history":[]}','{"top_k":30,"model":false,"strict":true}','{"question":"q","as_of":"2026-06-01","intent":"fact","statements":[{"text":"The haircut is at least 60%.","citations":[{"marker":"1","policy_id":"margin","passage_id":"margin#p2","title":"Circular","locator":"¶2","page":null,"quote":"a haircut of at least 60%","standing":"in force","url":"https://example.org"}],"part":"answer","place":"","aspect":"","checks":[{"name":"numbers","passed":true,"note":""}]}],"hits":[],"refusal":null,"confidence":0.0,"notes":[],"composer":"extractive","model":null,"prompt":null,"usage":null,"dropped":[],"steps":[],"edition":"","latency_ms":{"total":1.5},"asked":""}','');
INSERT INTO "exchanges" VALUES('C37G1mI0YAH2ohWTbAxApgXT7YHpx-06','kOR54xhXDsXVdq8GmSqskbrh0XFvk7om','TlywtRIJynjKw0VvWrsSBx8L0E2V6jqx',3,3,'2026-11-23 04:15:45.112126','stopped','2026-11-23 04:15:45.123431','{"text":"And ether?","as_of":"2026-06-01","jurisdictions":["Hong Kong"],"history":[]}','{"top_k":30,"model":false,"strict":true}',NULL,'');
CREATE TABLE feedback ( exchange VARCHAR(64) NOT NULL, good BOOLEAN NOT NULL, reason TEXT NOT NULL, correction TEXT NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (exchange), FOREIGN KEY(exchange) REFERENCES exchanges (id) ON DELETE CASCADE );
INSERT INTO "feedback" VALUES('TlywtRIJynjKw0VvWrsSBx8L0E2V6jqx',0,'too short','At least 60%.','2026-11-23 04:15:45.096401');
CREATE TABLE shares ( hash VARCHAR(64) NOT NULL, conversation VARCHAR(64) NOT NULL, exchange VARCHAR(64) NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (hash), FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE, FOREIGN KEY(exchange) REFERENCES exchanges (id) ON DELETE CASCADE );
INSERT INTO "shares" VALUES('84029356610e459263420df02206b06643128d0d45bb32879caecb0cbfb90d0a','kOR54xhXDsXVdq8GmSqskbrh0XFvk7om','C37G1mI0YAH2ohWTbAxApgXT7YHpx-06','2026-11-23 04:15:45.143049');
CREATE TABLE statements ( exchange VARCHAR(64) NOT NULL, number INTEGER NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (exchange, number), FOREIGN KEY(exchange) REFERENCES exchanges (id) ON DELETE CASCADE );
INSERT INTO "statements" VALUES('C37G1mI0YAH2ohWTbAxApgXT7YHpx-06',1,'{"text":"Nothing is said.","citations":[{"marker":"1","policy_id":"margin","passage_id":"margin#p2","title":"Circular","locator":"¶2","page":null,"quote":"a haircut of at least 60%","standing":"in force","url":"https://example.org"}],"part":"answer","place":"","aspect":"","checks":[{"name":"numbers","passed":true,"note":""}]}');
CREATE INDEX conversations_by_owner ON conversations (owner, updated);
CREATE UNIQUE INDEX exchanges_in_order ON exchanges (conversation, number);
CREATE INDEX exchanges_by_time ON exchanges (at);
CREATE INDEX exchanges_by_parent ON exchanges (parent);
CREATE INDEX ix_shares_conversation ON shares (conversation);
CREATE INDEX ix_shares_exchange ON shares (exchange);
CREATE INDEX ix_entries_conversation ON entries (conversation);
CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN INSERT INTO entries_fts(rowid, text) VALUES (new.id, new.text); END;
CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN INSERT INTO entries_fts(entries_fts, rowid, text) VALUES ('delete', old.id, old.text); END;
CREATE TRIGGER entries_changed AFTER UPDATE ON entries BEGIN INSERT INTO entries_fts(entries_fts, rowid, text) VALUES ('delete', old.id, old.text); INSERT INTO entries_fts(rowid, text) VALUES (new.id, new.text); END;
INSERT INTO entries_fts(entries_fts) VALUES ('rebuild');
COMMIT;
