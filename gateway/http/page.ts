/** The page at `/`: where to go from here. */
export function page({ graphiql }: { graphiql: boolean }): string {
  const explorer = graphiql ? '<li><a href="/graphql">GraphiQL</a>: try queries in the browser</li>' : '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tributary</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:40rem;padding:0 1rem}</style></head>
<body>
<h1>Tributary</h1>
<p>A federated GraphQL backend whose intelligence comes as plugins.</p>
<ul>
<li><code>POST /graphql</code>: queries and mutations, with <code>authorization: Bearer …</code>;
subscriptions with <code>accept: text/event-stream</code> or over a WebSocket (graphql-transport-ws)</li>
<li><code>PUT /uploads/&lt;token&gt;</code>: the bytes of an upload that <code>createUpload</code> announced</li>
<li><code>/mcp</code>: registered operations as tools of the Model Context Protocol</li>
${explorer}
<li><a href="/livez">/livez</a>, <a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a></li>
</ul>
</body>
</html>
`;
}
