// What a person does about the account itself: password, sessions, and tokens for programs.

import { readable, showFormError, toast } from "/view.js";

const byID = (id) => document.getElementById(id);

export class AccountDialog {
  // handlers: renewed(session), signedOut(message)
  constructor(handlers) {
    this.handlers = handlers;
    this.dialog = byID("account-dialog");
    this.api = null;
    byID("account-open").onclick = () => this.open();
    byID("account-close").onclick = () => this.dialog.close();
    byID("password-form").onsubmit = (event) => this.changePassword(event);
    byID("sign-out-everywhere").onclick = () => this.signOutEverywhere();
    byID("token-form").onsubmit = (event) => this.makeToken(event);
    this.dialog.onclose = () => this.forget();
  }

  async open() {
    this.forget();
    this.dialog.showModal();
    await this.loadTokens();
  }

  // Nothing that was typed or shown once outlives the dialog.
  forget() {
    byID("password-form").reset();
    byID("token-form").reset();
    byID("token-made").hidden = true;
    byID("token-text").textContent = "";
    for (const id of ["password-error", "token-error"]) byID(id).textContent = "";
  }

  async changePassword(event) {
    event.preventDefault();
    const form = event.target;
    const fields = { old_password: byID("old-password").value, new_password: byID("new-password").value };
    try {
      const session = await this.api.changePassword(fields);
      showFormError(form, "password-error", null);
      this.dialog.close();
      this.handlers.renewed(session);
      toast("The password is changed", "Every other session is signed out.", { seconds: 8 });
    } catch (refusal) {
      this.refused(refusal, form, "password-error");
    }
  }

  async signOutEverywhere() {
    try {
      await this.api.signOutEverywhere({ revoke_api_tokens: byID("revoke-too").checked });
      this.dialog.close();
      this.handlers.signedOut("You are signed out everywhere.");
    } catch (refusal) {
      this.refused(refusal, byID("password-form"), "password-error");
    }
  }

  async makeToken(event) {
    event.preventDefault();
    const form = event.target;
    const scopes = ["read", "write"].filter((scope) => byID(`scope-${scope}`).checked);
    const days = Number(byID("token-days").value);
    const expires_at = days ? new Date(Date.now() + days * 86_400_000).toISOString() : null;
    try {
      const made = await this.api.makeToken({ name: byID("token-name").value.trim(), scopes, expires_at });
      showFormError(form, "token-error", null);
      form.reset();
      byID("token-text").textContent = made.token;
      byID("token-made").hidden = false;
      await this.loadTokens();
    } catch (refusal) {
      this.refused(refusal, form, "token-error");
    }
  }

  async loadTokens() {
    try {
      const tokens = await this.api.tokens();
      byID("token-list").replaceChildren(...tokens.map((token) => this.row(token)));
      byID("token-none").hidden = tokens.length > 0;
    } catch (refusal) {
      this.refused(refusal, byID("token-form"), "token-error");
    }
  }

  row(token) {
    const row = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = token.name;
    const facts = document.createElement("span");
    facts.className = "fact";
    const until = token.expires_at ? `good until ${readable(token.expires_at)}` : "good until revoked";
    const used = token.last_used_at ? `used ${readable(token.last_used_at)}` : "never used";
    facts.textContent = `${token.scopes.join(" and ")}, ${until}, ${used}`;
    const revoke = document.createElement("button");
    revoke.type = "button";
    revoke.className = "quiet";
    revoke.textContent = "Revoke";
    revoke.setAttribute("aria-label", `Revoke ${token.name}`);
    revoke.onclick = async () => {
      try {
        await this.api.revokeToken(token.id);
      } catch (refusal) {
        if (refusal.status !== 404) return this.refused(refusal, byID("token-form"), "token-error");
      }
      await this.loadTokens();
    };
    row.append(name, facts, revoke);
    return row;
  }

  refused(refusal, form, errorID) {
    if (refusal.status === 401) {
      this.dialog.close();
      return this.handlers.signedOut("Your session is over. Please sign in again.");
    }
    showFormError(form, errorID, refusal);
  }
}
