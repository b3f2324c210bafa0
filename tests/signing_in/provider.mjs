// A real OpenID provider for the tests: npm's oidc-provider on loopback. Asks for private_key_jwt and PKCE; signs in whom it is told to.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const given = JSON.parse(process.env.PROVIDER);
const require = createRequire(given.modules + '/');
const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));

const provider = new Provider(given.issuer, {
  clients: [{
    client_id: given.client_id, redirect_uris: given.redirect_uris, post_logout_redirect_uris: given.back,
    response_types: ['code'], grant_types: ['authorization_code'], token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: given.algorithm, jwks: { keys: [given.client_key] },
    id_token_signed_response_alg: given.signed_by,
  }],
  jwks: { keys: given.keys },
  clientAuthMethods: ['private_key_jwt'],
  pkce: { required: () => true },
  acrValues: given.acr,
  claims: { openid: ['sub', 'name', 'groups'], acr: null, iss: null, sid: null, auth_time: null },
  features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  cookies: { keys: ['only-for-tests'] },
  ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 300, Session: 300, Grant: 300 },
  findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...given.people[sub] }) }),
  interactions: { url: (ctx, interaction) => `/ask/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid');
    grant.addOIDCClaims(['name', 'groups']);
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/ask/')) return next();
  const { as: accountId, acr, error } = ctx.query;
  const result = error ? { error } : { login: { accountId, acr, remember: false } };
  await provider.interactionFinished(ctx.req, ctx.res, result);
  ctx.respond = false;
});
provider.listen(given.port, '127.0.0.1', () => console.log('ready'));
