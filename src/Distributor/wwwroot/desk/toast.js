// What can be undone is offered above the lower edge for ten seconds, which stand still while somebody points at it or is in it.
const time = 10000;

function lift() {
  const flash = document.querySelector("[data-part=flash] .flash[data-undo]");
  const place = document.querySelector(".toasts");
  if (!flash || !place) return;
  place.querySelector(".undo-bar")?.remove();
  flash.className = "undo-bar";
  flash.removeAttribute("role");
  flash.insertAdjacentHTML("beforeend", '<button type="button" class="quiet small" aria-label="Dismiss">×</button><div class="clock" aria-hidden="true"></div>');
  flash.lastElementChild.previousElementSibling.addEventListener("click", () => flash.remove());
  place.append(flash);

  let left = time;
  let since = performance.now();
  let timer = setTimeout(() => flash.remove(), left);
  const pause = () => {
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  const go = () => {
    if (flash.matches(":hover, :focus-within")) return;
    since = performance.now();
    clearTimeout(timer);
    timer = setTimeout(() => flash.remove(), Math.max(left, 1000));
  };
  flash.addEventListener("pointerenter", pause);
  flash.addEventListener("focusin", pause);
  flash.addEventListener("pointerleave", go);
  flash.addEventListener("focusout", () => setTimeout(go));
}

lift();
document.addEventListener("desk:swapped", lift);
