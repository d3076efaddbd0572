// The BPMN engine.
