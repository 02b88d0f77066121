import { type CatalogueEntry, entry } from './catalogue-entry.js';

/** Every coded error of Tributary. `schema/errors.json` is generated from it. */
export const catalogue = {
  // Requests
  INTERNAL: entry(
    500,
    'Internal server error',
    'Try again; if it persists, give the request id to your operator.',
    true,
  ),
  BAD_USER_INPUT: entry(400, '{reason}', 'Correct the named argument and send the request again.'),
  UNAUTHENTICATED: entry(401, 'Authentication is required', 'Send a valid bearer token or API key.'),
  FORBIDDEN: entry(
    403,
    'You may not do this',
    'Ask an administrator of your tenant for the role or scope {needed}.',
  ),
  NOT_FOUND: entry(
    404,
    '{thing} was not found',
    'Check the id; what you may not read does not exist for you.',
  ),
  CONFLICT: entry(409, '{reason}', 'Read the current state and send the request again.'),
  TIMEOUT: entry(504, 'The request took longer than its deadline', 'Ask for less, or try again later.', true),
  RATE_LIMITED: entry(429, 'Too many operations', 'Wait {retryAfter} seconds, then try again.', true),
  SHUTTING_DOWN: entry(503, 'The server is shutting down', 'Try again in a few seconds.', true),
  UNAVAILABLE: entry(503, '{thing} is not available', 'Try again later.', true),
  // The gateway's limits
  CSRF_BLOCKED: entry(
    400,
    'The request was blocked as a possible cross-site request',
    'Send content-type application/json, or the header apollo-require-preflight.',
  ),
  METHOD_NOT_ALLOWED: entry(405, 'A mutation or subscription cannot be sent by GET', 'Send it by POST.'),
  UNSUPPORTED_CONTENT_TYPE: entry(
    415,
    'The content type is not supported',
    'Send application/json; files go to an upload URL (createUpload).',
  ),
  PAYLOAD_TOO_LARGE: entry(
    413,
    'The body is larger than {max} bytes',
    'Send less, or upload files by createUpload.',
  ),
  BATCHING_DISABLED: entry(400, 'Batched requests are not accepted', 'Send one operation a request.'),
  GRAPHQL_PARSE_FAILED: entry(400, 'The document is not valid GraphQL', 'Correct the syntax.'),
  GRAPHQL_VALIDATION_FAILED: entry(
    400,
    'The operation does not fit the schema',
    'Compare the operation with the schema.',
  ),
  MAX_TOKENS: entry(400, 'The document has more than {max} tokens', 'Split the operation.'),
  MAX_DEPTH: entry(400, 'The operation is deeper than {max} levels', 'Ask for fewer levels.'),
  MAX_ALIASES: entry(400, 'The operation has more than {max} aliases', 'Use fewer aliases.'),
  MAX_ROOT_FIELDS: entry(400, 'The operation has more than {max} root fields', 'Split the operation.'),
  MAX_DIRECTIVES: entry(400, 'The operation has more than {max} directives', 'Use fewer directives.'),
  MAX_RECURSIVE_SELECTIONS: entry(
    400,
    'The fragments of the operation expand to too many selections',
    'Use fewer nested fragments.',
  ),
  COST_TOO_HIGH: entry(400, 'The operation is estimated to cost too much', 'Ask for fewer items or levels.'),
  INTROSPECTION_DISABLED: entry(400, 'Introspection is disabled', 'Use the schema in schema/api.graphql.'),
  PERSISTED_QUERY_REQUIRED: entry(
    400,
    'Only registered operations are accepted',
    'Send the hash of a registered operation.',
  ),
  PERSISTED_QUERY_NOT_FOUND: entry(
    400,
    'The operation is not registered',
    'Register it, or send the hash of a registered one.',
  ),
  TOO_MANY_SUBSCRIPTIONS: entry(
    429,
    'Too many open subscriptions ({max})',
    'Close some, then subscribe again.',
    true,
  ),
  SLOW_CONSUMER: entry(
    503,
    'The reader is too slow for the stream',
    'Subscribe again from the cursor {cursor}.',
    true,
  ),
  GOING_AWAY: entry(503, 'The server ends this stream', 'Subscribe again from your last cursor.', true),
  ORIGIN_NOT_ALLOWED: entry(
    403,
    'The origin is not on the list',
    'Ask your operator to add it to CORS_ORIGINS.',
  ),
  // Uploads and documents
  UPLOAD_NOT_FOUND: entry(
    404,
    'There is no such upload',
    'Create a new upload; a URL serves once, for 15 minutes.',
  ),
  UPLOAD_INCOMPLETE: entry(
    409,
    'The bytes of the upload have not arrived',
    'PUT the bytes to the upload URL first.',
  ),
  UPLOAD_TOO_LARGE: entry(
    413,
    'The upload is larger than {max} bytes',
    'Split the file or ask your operator to raise UPLOAD_MAX_BYTES.',
  ),
  DOCUMENT_ENCRYPTED: entry(
    422,
    'The document is protected by a password',
    'Save it without a password and upload it again.',
  ),
  DOCUMENT_EMPTY: entry(422, 'The document has no content', 'Check the file and upload it again.'),
  DOCUMENT_BROKEN: entry(
    422,
    'The document cannot be read: {reason}',
    'Save it anew with the program that made it and upload it again.',
  ),
  NEEDS_OCR: entry(
    422,
    'The document has no text layer',
    'Run a text recognition (OCR) on it and upload the result.',
  ),
  UNSUPPORTED_MEDIA_TYPE: entry(
    415,
    'Files of this type cannot be read ({mediaType})',
    'Upload PDF, DOCX, XLSX, CSV, HTML, Markdown, plain text, EML or JSON.',
  ),
  PARSE_LIMIT: entry(
    422,
    'Reading the document took more than its limit of {limit}',
    'Split the document and upload the parts.',
  ),
  DOCUMENT_QUARANTINED: entry(409, 'The document is in quarantine', 'Ask a reviewer to look at it.'),
  DOCUMENT_REJECTED: entry(
    409,
    'A person has rejected this version of the document',
    'Upload another version, or delete the document.',
  ),
  REVIEW_EXCLUDED: entry(403, 'You may not decide this review: {reason}', 'Another person has to decide it.'),
  REVIEW_CHANGED: entry(
    409,
    'The review {review} shows something else than what was decided on',
    'Read the review again, look at what it shows now, and send its fingerprint with the decision.',
  ),
  LOW_CONFIDENCE: entry(409, '{reason}', 'Look at the named fields and correct them, or confirm the review.'),
  // Runs and capabilities
  CAPABILITY_NOT_FOUND: entry(
    404,
    'There is no capability {capability}',
    'See the field capabilities for the list.',
  ),
  ENGINE_UNAVAILABLE: entry(
    503,
    'The capability {capability} has no engine that can answer',
    'Configure MODELS.',
    true,
  ),
  RUN_FAILED: entry(500, 'The run failed', 'Start it again with anew: true.', true),
  CURSOR_GONE: entry(410, 'The cursor is no longer available', 'Start again from the cursor {first}.'),
  CURSOR_INVALID: entry(400, 'The cursor is not valid', 'Send a cursor that this run gave you.'),
  OUTPUT_SCHEMA: entry(
    502,
    'The output of {capability} does not fit its schema',
    'Start the run again with anew: true.',
    true,
  ),
  OUTPUT_TRUNCATED: entry(
    502,
    'The model reached its limit of {max} tokens before its answer was whole',
    'Ask for less, or raise maxOutputTokens of the prompt and the capability.',
  ),
  CONTEXT_TOO_LARGE: entry(
    413,
    'The fixed parts of the prompt {prompt} need {tokens} tokens; {max} fit',
    'Give less, give it as ContextPart so that it can be cut, or use a model with a larger window.',
  ),
  CASSETTE_MISSING: entry(
    502,
    'The cassette {file} has no recording of this exchange',
    'Record it: run it once with CASSETTES=record and the provider at hand, and commit the file.',
  ),
  TOOL_FAILED: entry(422, '{reason}', 'Correct the arguments, or ask in other words.'),
  OUTPUT_BLOCKED: entry(422, 'The output was stopped by screening', 'Ask in other words.'),
  RECALL_TOO_LOW: entry(
    409,
    'The index with the new embedding model finds too little',
    'Look at recall of embeddingChange; accept less with minRecall of reembed, or choose another model.',
  ),
  MODEL_FAILED: entry(502, 'The model provider failed: {reason}', 'Try again later.', true),
  MODEL_PACKAGE_MISSING: entry(
    500,
    'The package {package}, which a model of the models file needs, is not installed',
    'Install it (npm install {package}), or name another provider in the models file.',
  ),
  CONTEXT_TOO_LONG: entry(
    422,
    'The prompt does not fit into the window of the model',
    'Ask about less at once, or configure a model with a larger window.',
  ),
  CONTENT_REFUSED: entry(
    422,
    'The model provider refuses to answer this',
    'Ask in other words, or of something else.',
  ),
  STREAM_INTERRUPTED: entry(502, 'The stream of the model broke', 'Start the run again.', true),
  BUDGET_EXCEEDED: entry(
    429,
    'A budget is used up: {budget}',
    'Wait for the next period or raise the limit.',
  ),
  PROMPT_NOT_FOUND: entry(404, 'There is no prompt {prompt}', 'See the field prompts for the list.'),
  PROMPT_INVALID: entry(
    422,
    'The prompt {prompt} is not valid: {reason}',
    'Correct what is named, and save it anew.',
  ),
  // Plugins
  PLUGIN_INVALID: entry(
    422,
    'The plugin {plugin} is not valid: {reason}',
    'Correct {field} in its plugin.json or index.ts.',
  ),
  PLUGIN_PERMISSION_DENIED: entry(
    403,
    'The plugin {plugin} has no permission {permission}',
    'Add it to permissions in its plugin.json.',
  ),
  PLUGIN_DISABLED: entry(
    409,
    'The plugin {plugin} is switched off for this tenant',
    'Ask an administrator to enable it.',
  ),
  PLUGIN_UNAVAILABLE: entry(
    503,
    'The plugin {plugin} is not available: {reason}',
    'Try again later; its health says what happened.',
    true,
  ),
  PLUGIN_TIMEOUT: entry(
    504,
    'The plugin {plugin} did not answer in time',
    'Try again; its health and the log say what happened.',
    true,
  ),
  PLUGIN_MEMORY: entry(
    500,
    'The plugin {plugin} used more memory than it may',
    'Ask for less at once; its health and the log say what happened.',
  ),
  PLUGIN_FAULT: entry(500, 'The plugin {plugin} failed', 'Its health and the log say what happened.'),
  PLUGIN_PART_INVALID: entry(
    500,
    'The plugin {plugin} gave something malformed: {reason}',
    'Give plain data in the form that the SDK declares.',
  ),
  STORE_INVALID: entry(
    500,
    'The value {key} of the collection {collection} does not fit: {reason}',
    'Correct the value, or the schema, version and migrate of the collection.',
  ),
  SETTINGS_MISSING: entry(
    409,
    'The plugin {plugin} needs the setting {setting}',
    'Ask an administrator to set it for this tenant.',
  ),
  BLOB_TOO_LARGE: entry(413, '{reason}', 'Store less; {max} bytes are the most.'),
  JOB_NOT_FOUND: entry(
    404,
    'The plugin {plugin} has no job {job}',
    'Name a job that it defines and that its manifest contributes.',
  ),
  PLUGIN_NOT_FOUND: entry(
    404,
    'There is no plugin {plugin}',
    'List the plugins that are found here: npm run tributary -- plugin list.',
  ),
  PLUGIN_TAKEOVER: entry(
    422,
    'The plugin {plugin} takes what belongs to others, or does not say what it adds',
    'Correct every coordinate that is named.',
  ),
  PLUGIN_NOT_ACKNOWLEDGED: entry(
    409,
    'The plugin {plugin} was not loaded by every process: {reason}',
    'See the log of the named processes, then try again.',
    true,
  ),
  BREAKING_CHANGE: entry(
    409,
    'The change would break operations that are registered or were used in the last seven days',
    'Deprecate the fields first, or move these operations; an operator may force it.',
  ),
  MISSING_DEPENDENCY: entry(
    409,
    'Plugins that need each other would not be there in the versions they need',
    'Enable, disable or upgrade the named plugins first.',
  ),
  COMPOSITION_FAILED: entry(500, 'The subgraphs do not compose: {reason}', 'Correct the named subgraph.'),
  OPERATION_NOT_FOUND: entry(
    404,
    'There is no operation {operation}',
    "Register it below examples/operations or the plugin's operations folder.",
  ),
  // Platform
  CONFIG_INVALID: entry(500, 'The setting {key} is not valid: {reason}', 'Correct {key} and start again.'),
  DATABASE_UNAVAILABLE: entry(503, 'The database does not answer', 'Check DATABASE_URL; try later.', true),
  MIGRATION_DRIFT: entry(
    500,
    'The migration {migration} was changed after it ran',
    'Restore its text and add a new migration.',
  ),
  MIGRATION_FAILED: entry(
    500,
    'The migration {migration} failed',
    'See the log; correct it and run migrate again.',
  ),
  SSRF_BLOCKED: entry(
    403,
    'The address {url} may not be called',
    'Only public http and https addresses are allowed, and those that the operator names in EGRESS_ALLOW.',
  ),
  HTTP_FAILED: entry(502, 'The call to {url} failed: {reason}', 'Check the address; try again later.', true),
  WEBHOOK_INVALID: entry(
    401,
    'The webhook is not signed as it must be: {reason}',
    'Sign id.timestamp.body with a secret of the hook, as Standard Webhooks says, and send it within five minutes.',
  ),
  MAIL_NOT_CONFIGURED: entry(
    503,
    'No mail server is configured',
    'Ask your operator to set SMTP_URL and SMTP_FROM.',
  ),
  JOB_TIMEOUT: entry(500, 'The job {job} took longer than {limit} ms', 'It is tried again.', true),
  JOB_LEASE_LOST: entry(
    409,
    'The job {job} was taken over by another worker',
    'Nothing is to be done; it runs there.',
    true,
  ),
  JOB_LOST: entry(
    500,
    'The worker of the job {job} ended {attempts} times while it ran',
    'See the log of the worker for the cause, then redrive the job.',
  ),
  JOB_UNKNOWN: entry(
    500,
    'This worker has no job {name}',
    'Start a worker that has the subgraph or plugin of the job.',
    true,
  ),
  KEY_GONE: entry(
    410,
    'The key of this content was deleted',
    'The content was erased and cannot be read again.',
  ),
  INDEX_UNAVAILABLE: entry(
    503,
    'The search index does not answer',
    'Try again; the index can be rebuilt from the database.',
    true,
  ),
  // Evaluation
  DATASET_FILE_INVALID: entry(
    422,
    'Line {line} of the file is no case: {reason}',
    '{mend}; nothing was kept.',
  ),
  EVALUATOR_SKIPPED: entry(409, 'The evaluator {evaluator} does not apply: {reason}', 'Leave it out here.'),
  // Workflows
  WORKFLOW_INVALID: entry(422, '{path}: {reason}', '{mend}'),
  WORKFLOW_STEP_FAILED: entry(409, '{reason}', '{mend}'),
  // Scaffolds
  SCHEMA_INVALID: entry(
    422,
    'The schema cannot become a subgraph:\n{problems}',
    'Correct the schema at the named places and run the command again.',
  ),
  NAME_TAKEN: entry(409, '{name} cannot be used: {reason}', 'Choose another name; {mend}.'),
  SCAFFOLD_FAILED: entry(
    500,
    'The subgraph was not made, everything is as it was: {reason}',
    'Correct what is named and run the command again.',
  ),
  SCAFFOLD_REFUSED: entry(409, '{reason}', '{mend}'),
  MODELS_NOT_CONFIGURED: entry(
    503,
    'No model is configured',
    'Set MODELS=file:models.json (docs/configuration.md), or write the schema yourself and name it with --from.',
  ),
  RULE_INVALID: entry(422, 'The rule {rule} is not valid: {reason}', 'Correct its conditions.'),
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalogue;
