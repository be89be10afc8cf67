// One badge when the network is away; nobody shall wonder why nothing answers.
let badge = null;

export function offline(away) {
  if (away && !badge) {
    badge = document.createElement("p");
    badge.className = "offline";
    badge.textContent = "Offline – trying again";
    document.querySelector(".toasts")?.append(badge);
  } else if (!away && badge) {
    badge.remove();
    badge = null;
  }
}
