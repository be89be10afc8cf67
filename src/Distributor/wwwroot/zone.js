// The browser knows the zone its owner lives in; without this script the reader chooses it from the list.
const select = document.getElementById("zone");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const option = [...select.options].find((one) => one.value === own);
if (option) {
  option.selected = true;
}
