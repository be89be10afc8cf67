// Passkeys: asks the browser's keys and puts their answer into the form. Without them the form stays hidden; passwords work anyway.
const known = window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.PublicKeyCredential.parseRequestOptionsFromJSON;

for (const form of known ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  const said = form.querySelector("[data-passkey-said]");
  const say = text => { said.textContent = text; said.hidden = !text; };
  form.addEventListener("submit", async event => {
    event.preventDefault();
    say("");
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      const keep = document.querySelector("input[type=checkbox][name=keep]");
      if (form.elements.keep && keep) form.elements.keep.value = String(keep.checked);
      form.submit();
    } catch (fault) {
      button.disabled = false;
      say(inWords(fault));
    }
  });
}

async function ask(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: {
      "X-Requested-With": "fetch",
      RequestVerificationToken: form.elements.__RequestVerificationToken.value,
    },
  });
  if (!answer.ok) throw new Error("stale");
  const options = await answer.json();
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function inWords(fault) {
  switch (fault.name) {
    case "InvalidStateError": return "This device has a passkey for you already.";
    case "NotAllowedError": return "Nothing was chosen, or it took too long. Try again.";
    case "SecurityError": return "Passkeys need https, or localhost. Open this page at its public address.";
    case "NotSupportedError": return "This device cannot make passkeys that we can use.";
    default: return "That did not work. Load the page again and try once more.";
  }
}
