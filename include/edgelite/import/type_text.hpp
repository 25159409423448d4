// type_text(graph, layers, name): the network's type as C++, for a person to read: a layer or a short chain a line, as
// clang-format would set it, the names of the file's tensors behind.
//
//   namespace el = edgelite;
//
//   struct Network : el::Network<
//       el::Input<32, 32, 3>,  // input
//       el::Conv2d<16, el::Kernel<3>, el::Bias>, el::Relu,  // stem/Relu
//       el::Residual<  // block/add
//           el::DepthwiseConv2d<el::Bias>>,  // block/depthwise
//       el::GlobalAveragePool, el::Linear<10>> {};  // logits
//
// A name in a comment is the file's, less what C++ could mistake for something else.
#pragma once

#include <algorithm>

#include "edgelite/host/source_text.hpp"
#include "edgelite/import/layer_text.hpp"

namespace edgelite::graph {

namespace detail {

class TypeText {
 public:
  TypeText(const Graph& graph, const Layers& layers) : graph_(graph), layers_(layers) {}

  std::string of(std::string_view name) {
    const bool to_even = graph_.rounding == Rounding::to_even;
    Items items;
    for (const int input : graph_.inputs) {
      const Shape s = graph_.values[static_cast<std::size_t>(input)].shape;
      items.push_back({{0, "el::Input" + arguments({s.height, s.width, s.channels}), value_name(input)}});
    }
    if (items.size() > 1) items = {enclosed("el::Inputs<", "", std::move(items), ">")};
    append(items, layers_.sequence);
    const Lines lines =
        enclosed("struct " + std::string(name) + " : " + (to_even ? "el::RoundedToEven<" : "") + "el::Network<", "",
                 std::move(items), to_even ? ">> {};" : "> {};");
    std::string text = "namespace el = edgelite;\n\n";
    for (const Line& line : lines) {
      const std::size_t indent = 4 * static_cast<std::size_t>(line.indent), used = indent + line.code.size() + 8;
      text.append(indent, ' ');
      text += line.code;
      if (!line.comment.empty())
        text += "  // " + comment_text(line.comment, used + 24 < columns ? columns - used : 24);
      text += "\n";
    }
    return text;
  }

 private:
  using Form = Layers::Form;
  struct Line {
    int indent = 0;
    std::string code, comment;
  };
  using Lines = std::vector<Line>;
  using Items = std::vector<Lines>;  // of a list of template arguments

  static constexpr std::size_t columns = 120;

  const Layers::Part& part(int p) const { return layers_.parts[static_cast<std::size_t>(p)]; }
  const Node& node(int n) const { return graph_.nodes[static_cast<std::size_t>(n)]; }
  const std::string& value_name(int value) const { return graph_.values[static_cast<std::size_t>(value)].name; }
  std::string made_by(int n) const { return n < 0 ? std::string{} : value_name(node(n).output); }

  // head, the items separated by commas and indented, tail.
  static Lines enclosed(std::string head, std::string comment, Items items, const std::string& tail) {
    Lines lines{{0, std::move(head), std::move(comment)}};
    for (Lines& item : items) {
      const bool last = &item == &items.back();
      item.back().code += last ? tail : ",";
      for (Line& line : item) {
        ++line.indent;
        lines.push_back(std::move(line));
      }
    }
    if (items.empty()) lines.back().code += tail;
    return shortened(std::move(lines));
  }

  // On one line if it is short and no name is lost by it.
  static Lines shortened(Lines lines) {
    constexpr std::size_t longest = 80;
    std::size_t length = 0;
    std::string comment;
    for (const Line& line : lines) {
      length += line.code.size() + 1;
      if (length > longest || (!comment.empty() && !line.comment.empty() && comment != line.comment)) return lines;
      if (!line.comment.empty()) comment = line.comment;
    }
    Line all{0, "", comment};
    for (const Line& line : lines) all.code += (all.code.empty() || all.code.back() == '<' ? "" : " ") + line.code;
    return {all};
  }

  // Does the layer belong on the line of the one before it?
  bool follows(int p) const {
    const Layers::Part& of = part(p);
    if (of.form != Form::layer || of.node < 0) return false;
    const Kind kind = node(of.node).kind;
    return kind == Kind::batch_norm || (kind >= Kind::clamp && kind <= Kind::silu);
  }

  // Layers one after another, from the list's element `from` on; an activation goes on the line of what it follows.
  void append(Items& items, const std::vector<int>& list, std::size_t from = 0) const {
    constexpr std::size_t longest = 100;
    bool open = false;  // can the last item be continued?
    for (std::size_t i = from; i < list.size(); ++i) {
      Lines lines = text(part(list[i]));
      const bool single = part(list[i]).form == Form::layer;
      if (open && lines.size() == 1 && (follows(list[i]) || flattens(list[i - 1])) &&
          items.back()[0].code.size() + lines[0].code.size() < longest) {
        Line& line = items.back()[0];
        line.code += ", " + lines[0].code;
        if (!lines[0].comment.empty()) line.comment = lines[0].comment;
      } else {
        items.push_back(std::move(lines));
      }
      open = single;
    }
  }
  bool flattens(int p) const {
    const Layers::Part& of = part(p);
    return of.form == Form::layer && (of.node < 0 || node(of.node).kind == Kind::flatten);
  }

  // One template argument: a layer, a Sequence<> of several, Identity of none.
  Lines child(const std::vector<int>& list, std::size_t from = 0) const {
    if (list.size() == from) return {{0, "el::Identity", ""}};
    if (list.size() == from + 1) return text(part(list[from]));
    Items items;
    append(items, list, from);
    return enclosed("el::Sequence<", "", std::move(items), ">");
  }

  Lines text(const Layers::Part& p) const {
    Items items;
    const char* name = "";
    switch (p.form) {
      case Form::layer:
        if (p.node < 0) return {{0, "el::Flatten", ""}};
        return {{0, layer_text(graph_, layers_, p.node), made_by(p.node)}};
      case Form::residual: {
        if (p.branches.size() > 1) {
          Items shortcut;
          append(shortcut, p.branches[1]);
          items.push_back(enclosed("el::Shortcut<", "", std::move(shortcut), ">"));
        }
        append(items, p.branches[0]);
        return enclosed("el::Residual<", made_by(p.node), std::move(items), ">");
      }
      case Form::graph:
        return graph_text(p);
      case Form::add:
        name = "el::Add<";
        break;
      case Form::subtract:
        name = "el::Sub<";
        break;
      case Form::multiply:
        name = "el::Mul<";
        break;
      case Form::concat:
        name = "el::Concat<";
        break;
      case Form::split: {
        name = "el::Split<";
        std::string sizes;
        bool equal = true;
        const auto size = [&](const std::vector<int>& branch) { return node(part(branch[0]).node).extents[1]; };
        for (const auto& branch : p.branches) {
          equal = equal && size(branch) == size(p.branches[0]);
          sizes += (sizes.empty() ? "" : ", ") + std::to_string(size(branch));
        }
        if (!equal) items.push_back({{0, "el::Sizes<" + sizes + ">", ""}});
        break;
      }
    }
    for (const auto& branch : p.branches) items.push_back(child(branch, p.form == Form::split ? 1 : 0));
    return enclosed(name, made_by(p.node), std::move(items), ">");
  }

  Lines graph_text(const Layers::Part& p) const {
    Items items;
    int number = layers_.sequence.size() > 0 && graph_.inputs.size() > 1 && &part(layers_.sequence[0]) == &p
                     ? static_cast<int>(graph_.inputs.size())
                     : 1;
    for (std::size_t k = 0; k < p.branches.size(); ++k, ++number) {
      const Layers::Reads& reads = p.reads[k];
      Lines lines = child(p.branches[k]);
      if (reads.joins == Layers::part_of_concat) lines = {{0, "el::ConcatOf", ""}};
      if (reads.joins >= 0) lines = {{0, layer_text(graph_, layers_, reads.joins), made_by(reads.joins)}};
      std::string tail;
      for (const int read : reads.numbers) tail += ", " + std::to_string(read);
      lines.front().code = "el::Node<" + lines.front().code;
      lines.back().code += tail + ">";
      std::string& comment = lines.front().comment;
      comment = "value " + std::to_string(number) + (comment.empty() ? "" : ": " + comment);
      items.push_back(std::move(lines));
    }
    if (!p.results.empty()) {
      std::string results;
      for (const int result : p.results) results += (results.empty() ? "" : ", ") + std::to_string(result);
      items.push_back({{0, "el::Results<" + results + ">", ""}});
    }
    return enclosed("el::Graph<", "", std::move(items), ">");
  }

  const Graph& graph_;
  const Layers& layers_;
};

}  // namespace detail

inline std::string type_text(const Graph& graph, const Layers& layers, std::string_view name) {
  return detail::TypeText(graph, layers).of(name);
}

}  // namespace edgelite::graph
