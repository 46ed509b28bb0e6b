-- What Quarto's own filters do for the constructs the document uses: numbers, captions, references,
-- callouts, blocks for one format, pictures with their alternative text.
-- Three walks: blocks for one format and callouts; numbers, anchors and links; references.
-- Problems go to pandoc's log as "words to look for in the Markdown" U+001F "what is wrong".

local in_print = FORMAT:match 'typst' ~= nil
local raw_format = in_print and 'typst' or 'html'
local NAMES = { tbl = 'Table', fig = 'Figure', sec = 'Section' }
local CAPTION_PLACE = { tbl = 'top', fig = 'bottom' }
local CALLOUTS = { -- title, background, line: Quarto's own
  note = { 'Note', '#dae6fb', '#0758E5' },
  tip = { 'Tip', '#ccf1e3', '#00A047' },
  warning = { 'Warning', '#fcefdc', '#EB9113' },
  important = { 'Important', '#f7dddc', '#CC1914' },
  caution = { 'Caution', '#ffe5d0', '#FC5300' },
}
-- Kinds of reference and of block that Quarto knows and this engine does not.
local OTHER_REFERENCES = pandoc.List {
  'eq', 'lst', 'thm', 'lem', 'cor', 'prp', 'cnj', 'def', 'exm', 'exr', 'sol', 'rem', 'alg',
  'nte', 'tip', 'wrn', 'imp', 'cau', 'apx', 'vid', 'dia',
}
local OTHER_CLASSES = pandoc.List {
  'panel-tabset', 'panel-sidebar', 'panel-input', 'aside', 'column-margin', 'column-body',
  'column-page', 'column-screen', 'columns', 'column', 'landscape', 'embed', 'proof', 'list-table',
}

local numbers_sections = false
local callout_icons = true
local number_of = {} -- identifier -> the number printed, '' for an unnumbered section
local anchors = {} -- identifier -> true, for everything a link may lead to
local targets = {} -- identifier -> true, for everything a link does lead to
local counts = { tbl = 0, fig = 0 }
local section = {} -- running numbers of the headings, by level

local function problem(words, message)
  pandoc.log.warn(words .. '\u{1f}' .. message)
end

local function raw(text)
  return pandoc.RawInline(raw_format, text)
end

local function kind_of(identifier)
  return identifier:match '^(%l+)%-'
end

local function typst_string(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('%s+', ' ') .. '"'
end

-- Walk 1: blocks for one format, callouts -------------------------------------------------------

local function is_this_format(words, format)
  if format == 'html' then return not in_print end
  if format == 'typst' then return in_print end
  problem(words, 'the builtin engine knows the formats html and typst; found ' .. tostring(format))
end

local function shown(element)
  local attributes = element.attributes
  local wanted = attributes['when-format']
  local format = wanted or attributes['unless-format']
  local words = element.classes:includes 'content-visible' and 'content-visible' or 'content-hidden'
  local here = is_this_format(words, format) == (wanted ~= nil)
  return here == (words == 'content-visible')
end

local function for_one_format(element)
  local classes = element.classes
  if classes:includes 'content-visible' or classes:includes 'content-hidden' then
    return shown(element) and element.content or {}
  end
end

local function callout_of(div)
  for _, class in ipairs(div.classes) do
    local name = class:match '^callout%-(%l+)$'
    if name then return name, CALLOUTS[name] end
  end
end

local function callout_title(div, default)
  local first = div.content[1]
  if first and first.t == 'Header' then
    div.content:remove(1)
    return first.content
  end
  return pandoc.Inlines(div.attributes.title or default)
end

local function printed_callout(title, content, look)
  local open = pandoc.Inlines { raw '#callout(title: [' } .. title
  open:insert(raw(('], background_color: rgb("%s"), icon_color: rgb("%s"), icon: none, '
    .. 'body_background_color: white, body: ['):format(look[2], look[3])))
  return pandoc.Blocks { pandoc.Plain(open) } .. content .. pandoc.Blocks { pandoc.Plain { raw '])' } }
end

local function callout(div, name, look)
  if not look then
    return problem('callout-' .. name, 'the builtin engine does not know this callout')
  end
  if callout_icons then
    problem('callout-' .. name, 'callouts need `callout-icon: false` in the front matter')
  end
  local title = callout_title(div, look[1])
  if in_print then
    return pandoc.Div(printed_callout(title, div.content, look), { id = div.identifier })
  end
  local words = pandoc.Blocks { pandoc.Para { pandoc.Strong(title) } } .. div.content
  return pandoc.Div(pandoc.BlockQuote(words), { id = div.identifier, class = 'callout-' .. name })
end

local first_walk = {
  Span = for_one_format,
  Div = function(div)
    for _, class in ipairs(div.classes) do
      if OTHER_CLASSES:includes(class) or class:match '^column%-' then
        problem(class, 'the builtin engine does not know blocks of the class ' .. class)
      end
    end
    for key in pairs(div.attributes) do
      if key:match '^layout' then
        problem(key, 'the builtin engine does not know the layout of blocks')
      end
    end
    local name, look = callout_of(div)
    if name then return callout(div, name, look) end
    return for_one_format(div)
  end,
}

-- Walk 2: numbers, captions, pictures, anchors --------------------------------------------------

local function anchor(identifier)
  if identifier == '' then return end
  if anchors[identifier] then
    problem('#' .. identifier, 'two things have the identifier ' .. identifier)
  end
  anchors[identifier] = true
end

local function numbered_caption(kind, caption)
  if in_print then return caption end
  local label = NAMES[kind] .. '\u{a0}' .. counts[kind]
  if #caption == 0 then return pandoc.Inlines { pandoc.Str(label) } end
  return pandoc.Inlines { pandoc.Str(label .. ':'), pandoc.Space() } .. caption
end

local function printed_float(kind, identifier, content, caption)
  local close = pandoc.Inlines { raw(('], caption: figure.caption(position: %s, ['):format(CAPTION_PLACE[kind])) }
  close:extend(caption)
  close:insert(raw((']), kind: "quarto-float-%s", supplement: "%s")<%s>'):format(kind, NAMES[kind], identifier)))
  return pandoc.Blocks { pandoc.Plain { raw '#figure([' } } .. content .. pandoc.Blocks { pandoc.Plain(close) }
end

local function page_float(kind, identifier, content, caption)
  local name = identifier .. '-caption'
  local class = ('quarto-float-caption-%s quarto-float-caption quarto-float-%s'):format(CAPTION_PLACE[kind], kind)
  local words = pandoc.Blocks {
    pandoc.RawBlock('html', ('<figcaption class="%s" id="%s">'):format(class, name)),
    pandoc.Plain(caption),
    pandoc.RawBlock('html', '</figcaption>'),
  }
  local body = pandoc.Blocks { pandoc.Div(content, { ['aria-describedby'] = name }) }
  local inside = CAPTION_PLACE[kind] == 'top' and words .. body or body .. words
  inside:insert(1, pandoc.RawBlock('html', ('<figure class="quarto-float quarto-float-%s">'):format(kind)))
  inside:insert(pandoc.RawBlock('html', '</figure>'))
  return pandoc.Div(inside, { id = identifier, class = 'quarto-float' })
end

-- A picture that stands alone is no paragraph of its own.
local function unwrapped(content)
  if #content == 1 and content[1].t == 'Para' then return pandoc.Blocks { pandoc.Plain(content[1].content) } end
  return content
end

local function float(identifier, content, caption)
  local kind = kind_of(identifier)
  if not identifier:match '^[%w_-]+$' then
    problem(identifier, 'an identifier of a table or figure is made of letters, digits, - and _')
    return
  end
  anchor(identifier)
  counts[kind] = counts[kind] + 1
  number_of[identifier] = tostring(counts[kind])
  local words = numbered_caption(kind, caption)
  local make = in_print and printed_float or page_float
  return make(kind, identifier, unwrapped(content), words)
end

local function is_float(identifier)
  return CAPTION_PLACE[kind_of(identifier)] ~= nil
end

local function with_widths(tbl, text)
  local widths, total = pandoc.List {}, 0
  for value in text:gmatch '[%d.]+' do
    widths:insert(tonumber(value))
    total = total + tonumber(value)
  end
  if #widths ~= #tbl.colspecs then
    problem('tbl-colwidths', ('%d column widths for a table of %d columns'):format(#widths, #tbl.colspecs))
    return tbl
  end
  for i, spec in ipairs(tbl.colspecs) do
    spec[2] = widths[i] / math.max(total, 100)
    tbl.colspecs[i] = spec
  end
  return tbl
end

-- The page's own style says that text begins at the left; its headings say that they are of columns.
local function on_page(tbl)
  for _, spec in ipairs(tbl.colspecs) do
    if spec[1] == 'AlignLeft' then spec[1] = 'AlignDefault' end
  end
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attributes.scope = 'col' end
  end
  return tbl
end

local function captioned(div)
  local last = div.content[#div.content]
  if not last or last.t ~= 'Para' then
    problem('#' .. div.identifier, 'the last paragraph of a table or figure block is its caption; found none')
    return div.content, pandoc.Inlines {}
  end
  div.content:remove()
  return div.content, last.content
end

local function alternative_text(image)
  local text = image.attributes['fig-alt'] or image.attributes.alt or ''
  if text == '' then text = pandoc.utils.stringify(image.caption) end
  if text == '' then
    problem('](' .. image.src, 'a picture needs a text for those who cannot see it; add fig-alt="…"')
  end
  return text
end

local written = 0

local function source(image)
  local src = image.src
  if src:match '^embedded%-data/' then return src end
  if src:match '^%a[%w+.-]*://' or src:match '^//' then
    problem(src, 'pictures are not fetched from the network; put the file beside the document')
    return src
  end
  local ok, media, content = pcall(pandoc.mediabag.fetch, src)
  if not ok or not content then
    problem(src, 'this picture cannot be read')
    return src
  end
  if not in_print then return pandoc.mediabag.make_data_uri(media, content) end
  written = written + 1
  local name = ('local-%d.%s'):format(written, media:match '/(%w+)' or 'svg')
  local file = assert(io.open(pandoc.path.join { os.getenv 'REPORT_WORK', name }, 'wb'))
  file:write(content)
  file:close()
  return name
end

local function length(value)
  return tonumber(value) and (tonumber(value) / 96) .. 'in' or value
end

local function picture(image)
  anchor(image.identifier)
  local alt = alternative_text(image)
  image.src = source(image)
  if not in_print then
    image.attributes['fig-alt'] = nil
    image.attributes.alt = nil
    image.attributes.role = 'img'
    image.caption = pandoc.Inlines { pandoc.Str(alt) }
    return image
  end
  local parts = typst_string(image.src) .. ', alt: ' .. typst_string(alt)
  for _, side in ipairs { 'width', 'height' } do
    local value = image.attributes[side]
    if value then parts = parts .. (', %s: %s'):format(side, length(value)) end
  end
  return raw('#box(image(' .. parts .. '))')
end

local function section_number(level)
  for deeper = level + 1, 6 do section[deeper] = nil end
  section[level] = (section[level] or 0) + 1
  local parts = pandoc.List {}
  for depth = 1, level do parts:insert(tostring(section[depth] or 0)) end
  return table.concat(parts, '.')
end

local function heading(header)
  anchor(header.identifier)
  number_of[header.identifier] = ''
  if header.classes:includes 'unnumbered' or not numbers_sections then return end
  local number = section_number(header.level)
  number_of[header.identifier] = number
  if in_print then return end
  header.attributes.number = number
  header.content:insert(1, pandoc.Space())
  header.content:insert(1, pandoc.Span(number, { class = 'header-section-number' }))
  return header
end

local function raw_text(element)
  if element.format:match 'tex' then
    problem(element.text, 'LaTeX is not shown in either format')
  elseif element.format == 'html' and in_print and element.text:match '<table' then
    problem(element.text:match '<table', 'an HTML table is not printed; write it as Markdown')
  end
  if element.format == raw_format then
    for found in element.text:gmatch(in_print and '<([%w_.:-]+)>' or 'id="([^"]+)"') do
      anchors[found] = true
    end
  end
end

local function math_text(element)
  problem('$' .. element.text, 'the builtin engine does not know mathematics')
end

local second_walk = {
  Header = heading,
  Image = picture,
  Math = math_text,
  RawInline = raw_text,
  RawBlock = raw_text,
  Span = function(span) anchor(span.identifier) end,
  Link = function(link)
    -- Quarto's print version loses an identifier on a link: `[[words](#to)]{#id}` keeps it.
    if not in_print then anchor(link.identifier) end
    local identifier = link.target:match '^#(.+)'
    if identifier then targets[identifier] = true end
  end,
  Table = function(tbl)
    local widths = tbl.attributes['tbl-colwidths']
    tbl.attributes['tbl-colwidths'] = nil
    if widths then tbl = with_widths(tbl, widths) end
    if in_print then tbl.classes:insert 'typst:no-figure' else tbl = on_page(tbl) end
    local caption = tbl.caption.long
    if is_float(tbl.identifier) then
      local identifier = tbl.identifier
      tbl.identifier, tbl.caption = '', { long = {} }
      return float(identifier, pandoc.Blocks { tbl }, pandoc.utils.blocks_to_inlines(caption))
    end
    if #caption > 0 then
      problem(pandoc.utils.stringify(caption), 'a table with a caption needs an identifier {#tbl-…}')
    end
    anchor(tbl.identifier)
    return tbl
  end,
  Figure = function(figure)
    local caption = pandoc.utils.blocks_to_inlines(figure.caption.long)
    if not is_float(figure.identifier) then
      return problem(pandoc.utils.stringify(caption), 'a figure with a caption needs an identifier {#fig-…}')
    end
    return float(figure.identifier, figure.content, caption)
  end,
  Div = function(div)
    local widths = div.attributes['tbl-colwidths']
    div.attributes['tbl-colwidths'] = nil
    if widths then
      div.content = div.content:walk { Table = function(tbl) return with_widths(tbl, widths) end }
    end
    if is_float(div.identifier) then return float(div.identifier, captioned(div)) end
    anchor(div.identifier)
    if div.classes:includes 'cell' then return div.content end
    return div
  end,
}

-- Walk 3: references ------------------------------------------------------------------

local function prefix(citation, kind)
  if #citation.prefix > 0 then return pandoc.Inlines(citation.prefix) end
  if citation.mode == 'SuppressAuthor' then return pandoc.Inlines {} end
  return pandoc.Inlines { pandoc.Str(NAMES[kind]) }
end

local function reference(citation, kind, identifier)
  local words = prefix(citation, kind)
  if in_print then
    words:insert(1, raw('#ref(<' .. identifier .. '>, supplement: ['))
    words:insert(raw '])')
    return words
  end
  if #words > 0 then words:insert(pandoc.Str '\u{a0}') end
  words:insert(pandoc.Str(number_of[identifier]))
  return pandoc.Inlines { pandoc.Link(words, '#' .. identifier, '', { class = 'quarto-xref' }) }
end

local function resolved(citation)
  if not citation.id:match '^%a+%-' then return end
  local identifier = citation.id:sub(1, 1):lower() .. citation.id:sub(2)
  local kind = kind_of(identifier)
  if OTHER_REFERENCES:includes(kind) then
    problem('@' .. citation.id, 'the builtin engine refers to @tbl-…, @fig-… and @sec-…; found @' .. citation.id)
  elseif NAMES[kind] and not number_of[identifier] then
    problem('@' .. citation.id, 'nothing has the identifier ' .. identifier)
  elseif NAMES[kind] and number_of[identifier] == '' then
    problem('@' .. citation.id, 'a reference needs a number: ' .. identifier
      .. ' is an unnumbered section; link to it instead, or set number-sections')
  elseif NAMES[kind] then
    return reference(citation, kind, identifier)
  end
end

local third_walk = {
  Cite = function(cite)
    local found = pandoc.Inlines {}
    for _, citation in ipairs(cite.citations) do
      anchors['ref-' .. citation.id] = true
      local words = resolved(citation)
      if words and #found > 0 then found:extend { pandoc.Str ',', pandoc.Space() } end
      if words then found:extend(words) end
    end
    if #found > 0 then return found end
  end,
}

local function report_dead_links()
  for identifier in pairs(targets) do
    if not anchors[identifier] then
      problem('](#' .. identifier, 'this link leads nowhere: nothing has the identifier ' .. identifier)
    end
  end
end

local function names_of(authors)
  local list = pandoc.utils.type(authors) == 'List' and authors or pandoc.List { authors }
  return list:map(function(author) return { name = { literal = author } } end)
end

function Pandoc(doc)
  numbers_sections = doc.meta['number-sections'] == true
  callout_icons = doc.meta['callout-icon'] ~= false
  doc.blocks = doc.blocks:walk(first_walk):walk(second_walk):walk(third_walk)
  if doc.meta.abstract then doc.meta.abstract = doc.meta.abstract:walk(third_walk) end
  report_dead_links()
  if doc.meta.author then doc.meta['by-author'] = names_of(doc.meta.author) end
  return doc
end
