"""Every colour of the sample pictures, by what it is the colour of."""

NIGHT = {"deep": "#0b1119", "wall": "#152130", "haze": "#2c4157", "steel": "#41576c", "glow": "#7f9db6"}
LAMP = {"core": "#ffe6b8", "light": "#f6b45c", "deep": "#c5702a", "dark": "#5a3118"}
RIM = {"cool": "#8fc0e6", "warm": "#ffbf73"}
INK = "#1a1416"

MIRA_SKIN = {"light": "#e6b08a", "base": "#d2946f", "shade": "#8d5145", "lip": "#a9504a", "line": "#4f2725"}
MARCO_SKIN = {"light": "#cf9468", "base": "#b67a52", "shade": "#6c3f32", "lip": "#8f4f42", "line": "#3a201c"}
FOREMAN_SKIN = {
    "light": "#ecbf9f",
    "base": "#d5a083",
    "shade": "#8a5a50",
    "lip": "#a8645a",
    "line": "#4d2e2b",
}

MIRA_HAIR = {"base": "#2a1a1b", "light": "#6a4238", "dark": "#150d10"}
MARCO_HAIR = {"base": "#191619", "light": "#443a3c", "dark": "#0c0a0c"}
FOREMAN_HAIR = {"base": "#8f9299", "light": "#d3d6da", "dark": "#555a63"}

JACKET = {"light": "#dd4a3c", "base": "#b9322e", "shade": "#6d1a23", "seam": "#4d1119", "trim": "#2a2f38"}
SHIRT = {"light": "#5a6370", "base": "#3a424e", "shade": "#20262f"}
HOODIE = {"light": "#3c5579", "base": "#2a3d5b", "shade": "#16223a", "seam": "#0f1829"}
VEST = {"light": "#e6e05a", "base": "#cdc63a", "shade": "#7f7f24", "tape": "#dfe7ea", "tape_shade": "#8c9aa3"}
WORK = {"light": "#64836a", "base": "#49664f", "shade": "#263a30", "seam": "#182720"}
CAP = {"light": "#5b6470", "base": "#3e4651", "shade": "#22282f"}
TROUSERS = {"light": "#3a4453", "base": "#2b3441", "shade": "#171d26"}
BOOTS = {"light": "#6b4a33", "base": "#4a3224", "shade": "#251913"}

CRATE = {"light": "#dfe6e6", "base": "#b9c5c8", "shade": "#73848c", "dark": "#3d4b54", "stripe": "#e8792b"}
CRATE |= {"stripe_shade": "#9c4717", "ink": "#1b232a", "frost": "#eefaff", "alarm": "#ff5a45"}
WOOD = {"light": "#b98a58", "base": "#8c6239", "shade": "#4c331f"}
CARTON = {"light": "#c79a68", "base": "#9a7047", "shade": "#573c28", "tape": "#d8b98c"}
