-- A serializable transaction remembers the pages of the indexes that it has read. Identifiers rise with time, so that in a B-tree
-- all that is new lies in one page, and instances that have nothing to do with each other would be in each other's way; a hash
-- index scatters them.
CREATE INDEX processes_instances_lookup ON processes_instances USING hash (id);
CREATE INDEX processes_tasks_lookup ON processes_tasks USING hash (id);
CREATE INDEX processes_tasks_of_instance ON processes_tasks USING hash (instance);
-- A step that changes no indexed column stays in its page, and touches no index.
ALTER TABLE processes_instances SET (fillfactor = 70);
