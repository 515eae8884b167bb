#include "boost_cascade.h"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/pending/queue.hpp>
#include <vector>

namespace {

struct Number {
    uint32_t number; /* of the edge as it was given */
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Number,
                                                 boost::no_property, uint32_t, uint32_t>;
using Edge = Graph::edge_descriptor;

/* xorshift64*: two of its values would not be worth the wait here, one is enough for 32 bits. */
struct Toss {
    uint64_t *state;
    uint64_t odds;
    bool operator()(const Edge &) const {
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        return (*state * 2685821657736338717u) >> 32 < odds;
    }
};

struct Given {
    const Graph *graph;
    const uint8_t *open;
    bool operator()(const Edge &edge) const { return open[(*graph)[edge].number]; }
};

struct Keeper : boost::default_bfs_visitor {
    uint32_t *reached, *count;
    template <class Vertex, class Filtered> void discover_vertex(Vertex vertex, const Filtered &) {
        reached[(*count)++] = vertex;
    }
};

} // namespace

struct BoostGraph {
    Graph graph;
    std::vector<boost::default_color_type> colours;
};

/* Only what was reached is coloured white again, which is kinder than the library's own way. */
template <class Coin> static uint32_t search(BoostGraph *graph, Coin coin, uint32_t *reached) {
    boost::filtered_graph<Graph, Coin> filtered(graph->graph, coin);
    boost::queue<uint32_t> queue;
    uint32_t count = 0;
    Keeper keeper;
    keeper.reached = reached, keeper.count = &count;
    auto colours = boost::make_iterator_property_map(graph->colours.begin(),
                                                     boost::get(boost::vertex_index, graph->graph));
    boost::breadth_first_visit(filtered, 0u, queue, keeper, colours);
    for (uint32_t i = 0; i < count; i++) graph->colours[reached[i]] = boost::white_color;
    return count;
}

extern "C" {

BoostGraph *boost_graph_create(uint32_t nodes, const BoostEdge *edges, uint32_t edge_count) {
    std::vector<std::pair<uint32_t, uint32_t>> pairs(edge_count);
    std::vector<Number> numbers(edge_count);
    for (uint32_t i = 0; i < edge_count; i++) {
        pairs[i] = {edges[i].from, edges[i].to};
        numbers[i].number = i;
    }
    return new BoostGraph{Graph(boost::edges_are_unsorted_multi_pass, pairs.begin(), pairs.end(),
                                numbers.begin(), nodes),
                          std::vector<boost::default_color_type>(nodes, boost::white_color)};
}

void boost_graph_destroy(BoostGraph *graph) {
    delete graph;
}

uint32_t boost_cascade(BoostGraph *graph, uint64_t odds, uint64_t luck, uint32_t *reached) {
    uint64_t state = luck | 1;
    return search(graph, Toss{&state, odds}, reached);
}

uint32_t boost_cascade_given(BoostGraph *graph, const uint8_t *open, uint32_t *reached) {
    return search(graph, Given{&graph->graph, open}, reached);
}
}
